# Sourced by reference.R: many couples. Longitudinal and cross-sectional APIM,
# and synchrony. Role a is w, role b is m.

# ---- longitudinal APIM -------------------------------------------------------
# A row a person and day, with both partners' answers of the day before; a gap
# in the days is a missing day. center: "none"; "answers" subtracts from the
# lagged values the person's mean of all answers; "used" the mean of the lagged
# values that are used.
stacked <- function(file, center = "none") {
  d <- table_of(file); before <- match(paste(d$couple, d$day - 1), paste(d$couple, d$day))
  lw <- d$w[before]; lm <- d$m[before]; m <- function(x) ave(x, d$couple, FUN = function(v) mean(v, na.rm = TRUE))
  if (center == "answers") { lw <- lw - m(d$w); lm <- lm - m(d$m) }
  s <- rbind(data.frame(couple = d$couple, day = d$day, role = "a", y = d$w, own = lw, partner = lm),
             data.frame(couple = d$couple, day = d$day, role = "b", y = d$m, own = lm, partner = lw))
  s <- s[complete.cases(s), ]; s <- s[order(s$couple, s$day, s$role), ]
  if (center == "used") for (x in c("own", "partner")) s[[x]] <- s[[x]] - ave(s[[x]], s$couple, s$role)
  s$role <- factor(s$role); s$code <- as.integer(s$role); s$ra <- 2 - s$code; s$rb <- s$code - 1; s$sign <- s$ra - s$rb
  s
}
tight <- lmeControl(maxIter = 500, msMaxIter = 500, msMaxEval = 3000, niterEM = 100, tolerance = 1e-10, msTol = 1e-12, opt = "nlminb")
effect_names <- function(b) { names(b) <- sub("^role(.):(own|partner)$", "\\1.\\2", names(b)); names(b) <- sub("^role(.)$", "\\1.intercept", names(b)); names(b) <- sub("^\\(Intercept\\)$", "intercept", names(b)); b }
random_names <- function(f) { # standard deviations and correlations of the couples' effects
  G <- as.matrix(getVarCov(f)); parts <- strsplit(colnames(G), ":")
  n <- sapply(parts, function(p) paste(sub("r", "", grep("^r[ab]$", p, value = TRUE)), c(grep("own|partner", p, value = TRUE), "intercept")[1], sep = "."))
  o <- order(substr(n, 1, 1), match(substring(n, 3), c("intercept", "own", "partner"))); n <- n[o]; G <- G[o, o]
  C <- cov2cor(G); out <- setNames(sqrt(diag(G)), paste0("random.", n, ".sd"))
  for (i in seq_along(n)) for (j in seq_along(n)) if (i < j) out[paste("random.cor", n[i], n[j], sep = ".")] <- C[i, j]
  out
}
residual_names <- function(f) {
  s <- f$sigma; w <- coef(f$modelStruct$varStruct, unconstrained = FALSE, allCoef = TRUE)
  r <- corMatrix(f$modelStruct$corStruct); r <- r[sapply(r, nrow) == 2][[1]][1, 2]
  c(residual.sd.a = s * w[["a"]], residual.sd.b = s * w[["b"]], residual.cor = r)
}
lapim <- function(name, file, center = "none", method = "REML", slopes = FALSE) {
  s <- stacked(file, center)
  f <- try(lme(y ~ 0 + role + role:own + role:partner, data = s, method = method, control = tight,
    random = if (slopes) list(couple = pdSymm(~ 0 + ra + ra:own + ra:partner + rb + rb:own + rb:partner)) else list(couple = pdSymm(~ 0 + ra + rb)),
    weights = varIdent(form = ~ 1 | role), correlation = corSymm(form = ~ code | couple/day)))
  if (inherits(f, "try-error")) return(message(name, " did not converge"))
  b <- summary(f)$tTable
  say(name, file, paste("nlme::lme,", method, "lagged values", switch(center, none = "as they are", answers = "minus the person's mean of all answers", used = "minus the person's mean of the lagged values used")),
      as.numeric(logLik(f)), nrow(s), c(effect_names(b[, 1]), residual_names(f), random_names(f)), effect_names(sqrt(diag(f$varFix))))
}
lapim_exchangeable <- function(name, file, method = "REML", slopes = FALSE) {
  s <- stacked(file)
  f <- try(lme(y ~ own + partner, data = s, method = method, control = tight, correlation = corCompSymm(form = ~ 1 | couple/day),
    random = list(couple = if (slopes) pdBlocked(list(pdSymm(~ 1 + own + partner), pdSymm(~ 0 + sign + sign:own + sign:partner)))
                           else pdBlocked(list(pdIdent(~ 1), pdIdent(~ 0 + sign))))))
  if (inherits(f, "try-error")) return(message(name, " did not converge"))
  b <- summary(f)$tTable; G <- as.matrix(getVarCov(f)); k <- nrow(G) / 2
  S <- G[1:k, 1:k, drop = FALSE]; D <- G[k + 1:k, k + 1:k, drop = FALSE]; sds <- sqrt(diag(S + D))
  r <- coef(f$modelStruct$corStruct, unconstrained = FALSE)[[1]]
  say(name, file, paste("nlme::lme,", method, "sum and difference of the partners as independent blocks, corCompSymm within a day"),
      as.numeric(logLik(f)), nrow(s),
      c(effect_names(b[, 1]), residual.sd = f$sigma, residual.cor = r, setNames(sds, paste0("random.", c("intercept", "own", "partner")[1:k], ".sd")),
        random.cor.a.intercept.b.intercept = (S[1, 1] - D[1, 1]) / (S[1, 1] + D[1, 1])), effect_names(sqrt(diag(f$varFix))))
}
one_role <- function(name, file, role, method = "REML") {
  s <- stacked(file); s <- s[s$role == role, ]
  fits <- lapply(c("bobyqa", "Nelder_Mead", "nloptwrap"), function(o) suppressWarnings(suppressMessages(
    lmer(y ~ own + partner + (1 + own + partner | couple), s, REML = method == "REML", control = lmerControl(optimizer = o,
         optCtrl = switch(o, bobyqa = list(rhoend = 1e-10, maxfun = 1e5), Nelder_Mead = list(maxfun = 1e5), list(xtol_abs = 1e-10, ftol_abs = 1e-12, maxeval = 1e5)))))))
  f <- fits[[which.max(sapply(fits, logLik))]]; b <- summary(f)$coefficients; v <- VarCorr(f)$couple; at <- paste0(role, ".", c("intercept", "own", "partner"))
  say(name, file, paste("lme4::lmer,", method, "one role alone, the best of three optimisers,", if (isSingular(f)) "singular" else "not singular"),
      as.numeric(logLik(f)), nrow(s), c(setNames(b[, 1], at), setNames(attr(v, "stddev"), paste0("random.", at, ".sd")), setNames(sigma(f), paste0("residual.sd.", role))), setNames(b[, 2], at))
}
lapim("lapim, reml", "lapim.csv"); lapim("lapim, ml", "lapim.csv", method = "ML")
lapim("lapim, reml, person", "lapim.csv", "answers"); lapim("lapim, reml, person, used", "lapim.csv", "used")
lapim_exchangeable("lapim, reml, exchangeable", "lapim.csv"); lapim_exchangeable("lapim, ml, exchangeable", "lapim.csv", "ML")
for (r in c("a", "b")) for (m in c("REML", "ML")) one_role(paste0("lapim, ", tolower(m), ", slopes, only ", r), "lapim.csv", r, m)
for (r in c("a", "b")) one_role(paste0("lapim small, reml, slopes, only ", r), "lapim_small.csv", r)
lapim("lapim small, reml", "lapim_small.csv"); lapim("lapim small, ml", "lapim_small.csv", method = "ML")
lapim_exchangeable("lapim small, reml, exchangeable", "lapim_small.csv")
lapim("lapim, reml, slopes", "lapim.csv", slopes = TRUE); lapim("lapim, ml, slopes", "lapim.csv", method = "ML", slopes = TRUE)
lapim("lapim, reml, slopes, person", "lapim.csv", "answers", slopes = TRUE)
lapim_exchangeable("lapim, reml, slopes, exchangeable", "lapim.csv", slopes = TRUE)
lapim("lapim small, reml, slopes", "lapim_small.csv", slopes = TRUE)

# ---- cross-sectional APIM ----------------------------------------------------
apim <- function(name, exchangeable, method) {
  d <- table_of("apim.csv"); other <- match(paste(d$couple, ifelse(d$role == "w", "m", "w")), paste(d$couple, d$role))
  d$p1 <- d$x1[other]; d$p2 <- d$x2[other]; d <- d[complete.cases(d), ]; d$code <- ifelse(d$role == "w", 1L, 2L); d$role <- factor(d$role, c("w", "m"))
  f <- if (exchangeable) gls(y ~ x1 + x2 + p1 + p2, d, correlation = corCompSymm(form = ~ 1 | couple), method = method, control = glsControl(tolerance = 1e-10, msTol = 1e-12))
       else gls(y ~ 0 + role + role:x1 + role:x2 + role:p1 + role:p2, d, correlation = corSymm(form = ~ code | couple), weights = varIdent(form = ~ 1 | role), method = method, control = glsControl(tolerance = 1e-10, msTol = 1e-12))
  rename <- function(b) { n <- sub("^\\(Intercept\\)$", "intercept", names(b)); n <- sub("^role(.)$", "intercept.\\1", n)
    n <- sub("^role(.):x(.)$", "actor.x\\2.\\1", n); n <- sub("^role(.):p(.)$", "partner.x\\2.\\1", n); n <- sub("^x(.)$", "actor.x\\1", n); n <- sub("^p(.)$", "partner.x\\1", n); setNames(b, n) }
  b <- summary(f)$tTable
  r <- corMatrix(f$modelStruct$corStruct); r <- r[sapply(r, nrow) == 2][[1]][1, 2]
  sds <- if (exchangeable) c(residual.sd = f$sigma) else { w <- coef(f$modelStruct$varStruct, unconstrained = FALSE, allCoef = TRUE); c(residual.sd.w = f$sigma * w[["w"]], residual.sd.m = f$sigma * w[["m"]]) }
  say(name, "apim.csv", paste("nlme::gls,", method, "rows that have y, own x and the partner's x; gls's standard errors, which have a factor N/(N-p) at ML"),
      as.numeric(logLik(f)), nrow(d), c(rename(b[, 1]), sds, residual.cor = r), rename(b[, 2]))
}
apim("apim, ml", FALSE, "ML"); apim("apim, reml", FALSE, "REML")
apim("apim, ml, exchangeable", TRUE, "ML"); apim("apim, reml, exchangeable", TRUE, "REML")

# ---- synchrony -----------------------------------------------------------------
# Pairs are matched by day; each person's own straight line over all own answers
# is taken away first. A real couple's days are then straightened again by
# themselves; pseudo-couples' are not.
straight <- function(y, x) { ok <- !is.na(y); r <- rep(NA_real_, length(y)); r[ok] <- resid(lm(y[ok] ~ x[ok])); r }
wide <- function(d, y, days) { v <- rep(NA_real_, length(days)); v[match(d$day, days)] <- y; v }
d <- split(table_of("lapim.csv"), table_of("lapim.csv")$couple); days <- sort(unique(table_of("lapim.csv")$day))
for (detrended in c(TRUE, FALSE)) {
  line <- if (detrended) straight else function(y, x) y
  W <- sapply(d, function(c) wide(c, line(c$w, c$day), days)); M <- sapply(d, function(c) wide(c, line(c$m, c$day), days))
  C <- cor(W, M, use = "pairwise.complete.obs"); pseudo <- C[row(C) != col(C)]; cut <- quantile(pseudo, 0.95, type = 7)[[1]]
  real <- sapply(colnames(C), function(c) { ok <- !is.na(W[, c] + M[, c]); cor(line(W[ok, c], days[ok]), line(M[ok, c], days[ok])) })
  say(if (detrended) "synchrony, detrended" else "synchrony, plain", "lapim.csv", "correlations of w and m on days that both answered; pseudo-couples are all others' pairs, matched by day; quantile type 7",
      n = length(real), estimate = c(real.mean = mean(real), pseudo.mean = mean(pseudo), pseudo.95 = cut, exceeding = sum(real > cut), couple.101 = real[[1]], couple.102 = real[[2]], couple.103 = real[[3]]))
}
