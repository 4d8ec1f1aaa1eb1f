# Rscript peers.R JOB PEER FILE: one peer fits one file, with standard errors,
# from starts made of the data. Prints seconds, log-likelihood and a remark,
# tab-separated. A short fit is repeated, and the median counts.
argument <- commandArgs(TRUE); job <- argument[1]; peer <- argument[2]; file <- argument[3]
quiet <- function(x) suppressWarnings(suppressMessages(suppressPackageStartupMessages(x)))
d <- read.csv(file)
timed <- function(fit) {
  seconds <- numeric(); repeat {
    seconds <- c(seconds, system.time(r <- quiet(fit()))[["elapsed"]])
    if (sum(seconds) > 3 || length(seconds) == 5) break
  }
  cat(median(seconds), format(r$loglik, digits = 12), r$remark, sep = "\t"); cat("\n")
}

# ---- state space by OpenMx: discrete (VAR) and continuous time (OU) ------------
openmx <- function(continuous) {
  quiet(library(OpenMx)); mxOption(NULL, "Number of Threads", 1)
  d$t <- d$t - d$t[1]; v <- apply(d[, c("y1", "y2")], 2, var, na.rm = TRUE); m <- colMeans(d[, c("y1", "y2")], na.rm = TRUE); y <- c("y1", "y2"); s <- c("a", "b")
  A <- if (continuous) mxMatrix("Full", 2, 2, TRUE, c(-.5, 0, 0, -.5), c("aa", "ba", "ab", "bb"), name = "A", dimnames = list(s, s))
       else mxMatrix("Full", 2, 2, TRUE, c(.2, 0, 0, .2), c("aa", "ba", "ab", "bb"), name = "A", dimnames = list(s, s))
  Q <- mxMatrix("Symm", 2, 2, TRUE, if (continuous) c(v[1], 0, v[2]) else .9 * c(v[1], 0, v[2]), c("qaa", "qab", "qbb"), lbound = c(1e-4, NA, 1e-4), name = "Q")
  R <- if (continuous) mxMatrix("Diag", 2, 2, TRUE, .2 * v, c("ra", "rb"), lbound = 1e-6, name = "R") else mxMatrix("Zero", 2, 2, name = "R")
  solved <- if (continuous) mxAlgebra(-1 * solve(I %x% A + A %x% I) %*% cvectorize(Q), name = "p") else mxAlgebra(solve(I4 - A %x% A) %*% cvectorize(Q), name = "p")
  model <- mxModel("m", A, Q, R, solved, mxMatrix("Iden", 2, 2, name = "I"), mxMatrix("Iden", 4, 4, name = "I4"),
    mxAlgebra(rbind(cbind(p[1, 1], p[2, 1]), cbind(p[3, 1], p[4, 1])), name = "P0"),
    mxMatrix("Zero", 2, 1, name = "B"), mxMatrix("Iden", 2, 2, name = "C", dimnames = list(y, s)), mxMatrix("Full", 2, 1, TRUE, m, c("ma", "mb"), name = "D"),
    mxMatrix("Zero", 2, 1, name = "x0"), mxMatrix("Full", 1, 1, FALSE, 1, name = "u"), mxMatrix("Full", 1, 1, FALSE, labels = "data.t", name = "time"),
    if (continuous) mxExpectationStateSpaceContinuousTime("A", "B", "C", "D", "Q", "R", "x0", "P0", "u", "time") else mxExpectationStateSpace("A", "B", "C", "D", "Q", "R", "x0", "P0", "u"),
    mxFitFunctionML(), mxData(d, "raw"))
  timed(function() { f <- mxRun(model, silent = TRUE); list(loglik = -f$output$Minus2LogLikelihood / 2, remark = paste("status", f$output$status$code)) })
}

# ---- longitudinal APIM ----------------------------------------------------------
stacked <- function() {
  before <- match(paste(d$couple, d$day - 1), paste(d$couple, d$day)); lw <- d$w[before]; lm <- d$m[before]
  s <- rbind(data.frame(couple = d$couple, day = d$day, role = "a", y = d$w, own = lw, partner = lm), data.frame(couple = d$couple, day = d$day, role = "b", y = d$m, own = lm, partner = lw))
  s <- s[complete.cases(s), ]; s <- s[order(s$couple, s$day, s$role), ]; s$role <- factor(s$role); s$code <- as.integer(s$role); s$ra <- 2 - s$code; s$rb <- s$code - 1
  for (r in c("a", "b")) { s[[paste0("own.", r)]] <- s$own * (s$role == r); s[[paste0("partner.", r)]] <- s$partner * (s$role == r) }
  s
}
jobs <- list(
  "var openmx" = function() openmx(FALSE), "ou openmx" = function() openmx(TRUE),
  "lapim nlme" = function() { library(nlme); s <- stacked(); timed(function() { f <- lme(y ~ 0 + role + role:own + role:partner, s, random = ~ 0 + ra + own.a + partner.a + rb + own.b + partner.b | couple,
      weights = varIdent(form = ~ 1 | role), correlation = corSymm(form = ~ code | couple/day), control = lmeControl(maxIter = 200, msMaxIter = 200, opt = "nlminb"))
    list(loglik = as.numeric(logLik(f)), remark = "the same model") }) },
  "lapim lme4" = function() { quiet(library(lme4)); s <- stacked(); timed(function() { f <- lmer(y ~ 0 + role + role:own + role:partner + (0 + ra + own.a + partner.a + rb + own.b + partner.b | couple), s)
    list(loglik = as.numeric(logLik(f)), remark = paste0("simpler: one residual variance, no residual correlation", if (isSingular(f)) "; singular" else "")) }) },
  "lapim glmmTMB" = function() { quiet(library(glmmTMB)); s <- stacked(); timed(function() { f <- glmmTMB(y ~ 0 + role + role:own + role:partner + (0 + ra + own.a + partner.a + rb + own.b + partner.b | couple), dispformula = ~ role, data = s, REML = TRUE)
    list(loglik = as.numeric(logLik(f)), remark = paste0("simpler: no residual correlation", if (f$fit$convergence != 0 || !f$sdr$pdHess) "; not converged" else "")) }) },
  "surrogates R" = function() { n <- nrow(d); a <- scale(d$y1)[, 1]; b <- scale(d$y2)[, 1]; bb <- c(b, b); set.seed(1)
    timed(function() { shift <- sample.int(n - 1, 10000, replace = TRUE); r <- vapply(shift, function(s) sum(a * bb[s + seq_len(n)]), 0) / (n - 1); list(loglik = NA, remark = sprintf("p %.3f", mean(abs(r) >= abs(cor(a, b))))) }) })
jobs[[paste(job, peer)]]()
