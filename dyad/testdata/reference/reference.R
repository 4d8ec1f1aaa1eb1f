# What R says about the data in this folder: Rscript reference.R writes
# reference.json. Takes some minutes. Written from the textbooks, not from the
# engine; see README.md.
suppressPackageStartupMessages({library(nlme); library(lme4); library(metafor); library(jsonlite)})
cases <- list()
say <- function(name, data, how, loglik = NULL, n = NULL, estimate = NULL, se = NULL) {
  case <- list(data = data, how = how, loglik = loglik, n = n,
               estimate = if (!is.null(estimate)) as.list(estimate), se = if (!is.null(se)) as.list(se))
  cases[[name]] <<- Filter(Negate(is.null), case)
  message(format(Sys.time(), "%H:%M:%S "), name, "  ", if (!is.null(loglik)) format(loglik, digits = 10))
}
table_of <- function(file) read.csv(file, stringsAsFactors = FALSE)

# ---- Gaussian state space of two variables: a textbook Kalman filter --------
# y and the columns of X (per outcome) run through the same filter, so that the
# regression coefficients concentrate out by generalised least squares. Row i
# has the transition F[i, ] = (f11, f12, f21, f22) and the innovation
# V[i, ] = (v11, v12, v22); start[i] says that it begins anew at (0, P0).
filter_loglik <- function(y, X, P0, F, V, R, start, beta = NULL) {
  n <- nrow(y); k <- dim(X)[3]; Y <- lapply(1:2, function(j) cbind(y[, j], matrix(X[, j, ], n)))
  answered <- !is.na(y); p11 <- p12 <- p22 <- 0; a <- b <- numeric(1 + k)
  z <- f <- vector("list", 2 * n)
  for (i in seq_len(n)) {
    if (start[i]) { p11 <- P0[1, 1]; p12 <- P0[1, 2]; p22 <- P0[2, 2]; a[] <- b[] <- 0 } else {
      f11 <- F[i, 1]; f12 <- F[i, 2]; f21 <- F[i, 3]; f22 <- F[i, 4]
      q11 <- f11^2 * p11 + 2 * f11 * f12 * p12 + f12^2 * p22 + V[i, 1]
      q12 <- f11 * f21 * p11 + (f11 * f22 + f12 * f21) * p12 + f12 * f22 * p22 + V[i, 2]
      p22 <- f21^2 * p11 + 2 * f21 * f22 * p12 + f22^2 * p22 + V[i, 3]; p11 <- q11; p12 <- q12
      a1 <- f11 * a + f12 * b; b <- f21 * a + f22 * b; a <- a1
    }
    if (answered[i, 1]) {
      e <- Y[[1]][i, ] - a; v <- p11 + R[1]; z[[2 * i - 1]] <- e; f[[2 * i - 1]] <- v
      a <- a + p11 / v * e; b <- b + p12 / v * e
      p22 <- p22 - p12^2 / v; p12 <- p12 * (1 - p11 / v); p11 <- p11 * (1 - p11 / v)
    }
    if (answered[i, 2]) {
      e <- Y[[2]][i, ] - b; v <- p22 + R[2]; z[[2 * i]] <- e; f[[2 * i]] <- v
      a <- a + p12 / v * e; b <- b + p22 / v * e
      p11 <- p11 - p12^2 / v; p12 <- p12 * (1 - p22 / v); p22 <- p22 * (1 - p22 / v)
    }
  }
  z <- do.call(rbind, z); f <- unlist(f)
  XX <- crossprod(z / sqrt(f))
  if (is.null(beta)) beta <- solve(XX[-1, -1, drop = FALSE], XX[-1, 1])
  w <- c(1, -beta)
  list(loglik = -0.5 * (length(f) * log(2 * pi) + sum(log(f)) + drop(w %*% XX %*% w)), beta = beta, n = length(f))
}
# Regressors of both outcomes from shared columns Z: the first block is a's.
both <- function(Z) {
  k <- ncol(Z); X <- array(0, c(nrow(Z), 2, 2 * k))
  X[, 1, seq_len(k)] <- Z; X[, 2, k + seq_len(k)] <- Z
  X
}
lyapunov <- function(A, Q) matrix(solve(kronecker(diag(2), A) + kronecker(A, diag(2)), -c(Q)), 2)
stein <- function(Phi, V) matrix(solve(diag(4) - kronecker(Phi, Phi), c(V)), 2)
expm2 <- function(A, dt) { # exp(A dt) by eigenvectors, a row (f11, f12, f21, f22) a dt
  e <- eigen(A); W <- e$vectors; U <- solve(W); g <- exp(outer(dt, e$values))
  Re(sapply(c(1, 3, 2, 4), function(m) { i <- (m - 1) %% 2 + 1; j <- (m - 1) %/% 2 + 1
    g[, 1] * W[i, 1] * U[1, j] + g[, 2] * W[i, 2] * U[2, j] }))
}
hessian <- function(f, x, h) { # central differences, one Richardson step
  at <- function(h) { k <- length(x); H <- matrix(0, k, k)
    for (i in 1:k) for (j in i:k) { e <- replace(numeric(k), i, h[i]); g <- replace(numeric(k), j, h[j])
      H[i, j] <- H[j, i] <- (f(x + e + g) - f(x + e - g) - f(x - e + g) + f(x - e - g)) / (4 * h[i] * h[j]) }
    H }
  (4 * at(h / 2) - at(h)) / 3
}
climb <- function(f, starts, lower = -Inf) { # the best of many starts of nlminb
  fits <- lapply(starts, function(x) nlminb(x, f, lower = lower, control = list(iter.max = 500, eval.max = 2000, rel.tol = 1e-13)))
  best <- fits[[which.min(sapply(fits, `[[`, "objective"))]]
  nlminb(best$par, f, lower = lower, control = list(iter.max = 500, eval.max = 2000, rel.tol = 1e-14, x.tol = 1e-10))
}
standard_errors <- function(f, x) sqrt(diag(solve(hessian(f, x, pmax(1e-3, 2e-3 * abs(x))))))

# ---- one couple, continuous time -------------------------------------------
# theta: the drift by rows, the Cholesky factor of Q, then the noise variances.
ou_loglik <- function(d, A, Q, R, Z, beta = NULL) {
  if (max(Re(eigen(A, only.values = TRUE)$values)) > -1e-6) return(list(loglik = -1e10))
  P0 <- lyapunov(A, Q); F <- expm2(A, c(0, diff(d$t)))
  along <- function(i, j) F[, 2 * i - 1] * P0[1, 1] * F[, 2 * j - 1] + F[, 2 * i] * P0[2, 2] * F[, 2 * j] +
    P0[1, 2] * (F[, 2 * i - 1] * F[, 2 * j] + F[, 2 * i] * F[, 2 * j - 1])
  V <- cbind(P0[1, 1] - along(1, 1), P0[1, 2] - along(1, 2), P0[2, 2] - along(2, 2))
  filter_loglik(cbind(d$y1, d$y2), both(Z), P0, F, V, R, seq_len(nrow(d)) == 1, beta)
}
ou_fit <- function(name, file, noise, Z = NULL, zname = NULL, starts = 10) {
  d <- table_of(file); Z <- cbind(rep(1, nrow(d)), if (!is.null(Z)) Z(d)); set.seed(1)
  unpack <- function(x) { L <- matrix(c(exp(x[5]), x[6], 0, exp(x[7])), 2)
    list(A = matrix(x[1:4], 2, byrow = TRUE), Q = L %*% t(L), R = if (noise == "free") x[8:9] else c(noise, noise)) }
  f <- function(x) { p <- unpack(x); -tryCatch(ou_loglik(d, p$A, p$Q, p$R, Z)$loglik, error = function(e) -1e10) }
  free <- noise == "free"; s <- c(sd(d$y1, na.rm = TRUE), sd(d$y2, na.rm = TRUE))
  begin <- lapply(seq_len(starts), function(i) { k <- exp(runif(2, -3, 0.5))
    c(-k[1], runif(2, -0.2, 0.2) * sqrt(prod(k)), -k[2], log(s[1] * sqrt(2 * k[1])), runif(1, -0.3, 0.3), log(s[2] * sqrt(2 * k[2])),
      if (free) s^2 * runif(2, 0, 0.6)) })
  best <- climb(f, begin, lower = c(rep(-Inf, 7), if (free) c(0, 0)))
  p <- unpack(best$par); at <- ou_loglik(d, p$A, p$Q, p$R, Z)
  names_z <- c(outer(c("mean", zname), c("a", "b"), paste, sep = "."))
  x <- c(drift.aa = p$A[1, 1], drift.ab = p$A[1, 2], drift.ba = p$A[2, 1], drift.bb = p$A[2, 2],
         diffusion.aa = p$Q[1, 1], diffusion.ab = p$Q[1, 2], diffusion.bb = p$Q[2, 2],
         if (free) c(noise.a = p$R[1], noise.b = p$R[2]), setNames(at$beta, names_z))
  k <- if (free) 9 else 7
  joint <- function(x) -ou_loglik(d, matrix(x[1:4], 2, byrow = TRUE), matrix(x[c(5, 6, 6, 7)], 2),
                                  if (free) x[8:9] else c(noise, noise), Z, x[-(1:k)])$loglik
  edge <- (free && any(p$R < 1e-4 * s^2)) || cov2cor(p$Q)[1, 2]^2 > 0.9999 # no standard errors at an edge
  se <- if (!edge) setNames(standard_errors(joint, x), names(x))
  say(name, file, paste0("own Kalman filter, nlminb from ", starts, " starts; standard errors from the observed information of all parameters"),
      at$loglik, at$n, x, se)
}
hour <- function(h) function(d) cbind(cos(2 * pi * d$t / h), sin(2 * pi * d$t / h))
given <- list(
  "ou, given" = list("ou.csv", matrix(c(-.5, .1, .15, -.6), 2), matrix(c(1, .3, .3, 1.2), 2), c(.25, .25), c(6, 5.5)),
  "ou, given, no noise" = list("ou.csv", matrix(c(-.5, .1, .15, -.6), 2), matrix(c(1, .3, .3, 1.2), 2), c(0, 0), c(6, 5.5)),
  "ou, given, oscillating" = list("ou.csv", matrix(c(-.3, -.9, .7, -.2), 2), matrix(c(1, -.2, -.2, .5), 2), c(.1, .4), c(5, 5)),
  "ou, given, one direction" = list("ou_short.csv", matrix(c(-.4, 0, 0.3, -.45), 2), matrix(c(.8, .1, .1, .9), 2), c(.3, 0), c(6, 6)))
for (name in names(given)) { g <- given[[name]]; d <- table_of(g[[1]])
  r <- ou_loglik(d, g[[2]], g[[3]], g[[4]], matrix(1, nrow(d)), g[[5]])
  say(name, g[[1]], "own Kalman filter at these values", r$loglik, r$n,
      c(drift.aa = g[[2]][1, 1], drift.ab = g[[2]][1, 2], drift.ba = g[[2]][2, 1], drift.bb = g[[2]][2, 2],
        diffusion.aa = g[[3]][1, 1], diffusion.ab = g[[3]][1, 2], diffusion.bb = g[[3]][2, 2],
        noise.a = g[[4]][1], noise.b = g[[4]][2], mean.a = g[[5]][1], mean.b = g[[5]][2])) }
ou_fit("ou, noise free", "ou.csv", "free")
ou_fit("ou, noise 0", "ou.csv", 0)
ou_fit("ou, noise 0.25", "ou.csv", 0.25)
ou_fit("ou short, noise free", "ou_short.csv", "free", starts = 15)
ou_fit("ou short, noise 0", "ou_short.csv", 0)
ou_fit("ou cycle, noise free, plain", "ou_cycle.csv", "free")
ou_fit("ou cycle, noise 0.2, plain", "ou_cycle.csv", 0.2)
cycle_day <- c("cos.24", "sin.24")
ou_fit("ou cycle, noise 0.2, day", "ou_cycle.csv", 0.2, hour(24), cycle_day)
ou_fit("ou cycle, noise 0.2, day, trend, together", "ou_cycle.csv", 0.2,
       function(d) cbind(hour(24)(d), d$t, d$together), c(cycle_day, "trend", "together"))
ou_fit("ou cycle, noise free, day, trend, together", "ou_cycle.csv", "free",
       function(d) cbind(hour(24)(d), d$t, d$together), c(cycle_day, "trend", "together"), starts = 15)

# ---- one couple, equally spaced --------------------------------------------
var_loglik <- function(d, Phi, S, start, beta = NULL) {
  if (max(Mod(eigen(Phi, only.values = TRUE)$values)) > 1 - 1e-9) return(list(loglik = -1e10))
  n <- nrow(d)
  filter_loglik(cbind(d$y1, d$y2), both(matrix(1, n)), stein(Phi, S), matrix(c(t(Phi)), n, 4, byrow = TRUE), matrix(S[c(1, 2, 4)], n, 3, byrow = TRUE),
                c(0, 0), start, beta)
}
var_names <- c("lag.aa", "lag.ab", "lag.ba", "lag.bb", "innovation.aa", "innovation.ab", "innovation.bb", "mean.a", "mean.b")
var_ml <- function(name, file, blocks = FALSE, starts = 6) {
  d <- table_of(file); start <- c(TRUE, if (blocks) diff(d$block) != 0 else rep(FALSE, nrow(d) - 1)); set.seed(2)
  cholesky <- function(x) { L <- matrix(c(exp(x[5]), x[6], 0, exp(x[7])), 2); L %*% t(L) }
  f <- function(x) -var_loglik(d, matrix(x[1:4], 2, byrow = TRUE), cholesky(x), start)$loglik
  best <- climb(f, lapply(seq_len(starts), function(i) c(runif(1, 0, .6), runif(2, -.2, .2), runif(1, 0, .6), runif(3, -.3, .3))))
  S <- cholesky(best$par); at <- var_loglik(d, matrix(best$par[1:4], 2, byrow = TRUE), S, start)
  x <- setNames(c(best$par[1:4], S[1, 1], S[1, 2], S[2, 2], at$beta), var_names)
  joint <- function(x) -var_loglik(d, matrix(x[1:4], 2, byrow = TRUE), matrix(x[c(5, 6, 6, 7)], 2), start, x[8:9])$loglik
  say(name, file, "own Kalman filter with the stationary start, nlminb; standard errors from the observed information",
      at$loglik, at$n, x, setNames(standard_errors(joint, x), var_names))
}
var_ols <- function(name, file, blocks = FALSE) {
  d <- table_of(file); n <- nrow(d); p <- d[-n, ]; q <- d[-1, ]; p$nexta <- q$y1; p$nextb <- q$y2
  if (blocks) p <- p[p$block == q$block, ]
  a <- lm(nexta ~ y1 + y2, p, na.action = na.exclude); b <- lm(nextb ~ y1 + y2, p, na.action = na.exclude)
  E <- na.omit(cbind(resid(a), resid(b))); ab <- sum(E[, 1] * E[, 2]) / (nrow(E) - 3); aa <- summary(a)$sigma^2; bb <- summary(b)$sigma^2
  se <- rbind(summary(a)$coefficients[, 2], summary(b)$coefficients[, 2])
  say(name, file, "lm for each partner on the rows that have it; innovation.ab from the rows in both, divided by their number less three",
      n = nrow(E),
      estimate = c(lag.aa = coef(a)[[2]], lag.ab = coef(a)[[3]], lag.ba = coef(b)[[2]], lag.bb = coef(b)[[3]],
                   intercept.a = coef(a)[[1]], intercept.b = coef(b)[[1]],
                   innovation.aa = aa, innovation.ab = ab, innovation.bb = bb, innovation.cor = ab / sqrt(aa * bb)),
      se = c(lag.aa = se[1, 2][[1]], lag.ab = se[1, 3][[1]], lag.ba = se[2, 2][[1]], lag.bb = se[2, 3][[1]],
             intercept.a = se[1, 1][[1]], intercept.b = se[2, 1][[1]]))
}
var_ml("var, ml", "var.csv"); var_ml("var, ml, blocks", "var.csv", TRUE)
var_ml("var complete, ml", "var_complete.csv"); var_ml("var complete, ml, blocks", "var_complete.csv", TRUE)
var_ols("var, ols", "var.csv"); var_ols("var, ols, blocks", "var.csv", TRUE)
var_ols("var complete, ols", "var_complete.csv"); var_ols("var complete, ols, blocks", "var_complete.csv", TRUE)
source("reference_couples.R")
source("reference_scales.R")

version <- function(p) as.character(packageVersion(p))
write_json(list(versions = list(R = paste(R.version$major, R.version$minor, sep = "."), nlme = version("nlme"),
                                lme4 = version("lme4"), metafor = version("metafor")), cases = cases),
           "reference.json", auto_unbox = TRUE, digits = I(12), pretty = 1)
