# Sourced by reference.R: scales and reliability, and pooling of estimates.

# ---- reliability -----------------------------------------------------------------
items_of <- function(file) { d <- table_of(file); list(d = d, X = as.matrix(d[, c("i1", "i2", "i3", "i4")])) }
alpha_of <- function(X) { k <- ncol(X); k / (k - 1) * (1 - sum(diag(cov(X))) / sum(cov(X))) }
feldt <- function(a, n, k) { # Feldt (1965): (1 - alpha)/(1 - estimate) is F
  d1 <- n - 1; d2 <- (n - 1) * (k - 1)
  c(alpha = a, alpha.lo = 1 - (1 - a) * qf(0.975, d1, d2), alpha.hi = 1 - (1 - a) * qf(0.025, d1, d2))
}
omega_of <- function(X) { # one factor by maximum likelihood on the correlations, then in the items' own units
  f <- factanal(X, 1, control = list(opt = list(factr = 1e3))); s <- apply(X, 2, sd); l <- f$loadings[, 1]; if (sum(l) < 0) l <- -l
  c(omega = sum(l * s)^2 / (sum(l * s)^2 + sum(f$uniquenesses * s^2)), omega.standardised = sum(l)^2 / (sum(l)^2 + sum(f$uniquenesses)),
    setNames(l, paste0("loading.", seq_along(l))))
}
for (file in c("items.csv", "items_gaps.csv")) { i <- items_of(file); day1 <- i$X[i$d$day == 1, ]; day1 <- day1[complete.cases(day1), ]
  say(paste0(sub(".csv", "", file), ", alpha, day 1"), file, "Cronbach (1951) on the complete rows of day 1, interval by Feldt (1965)", n = nrow(day1), estimate = feldt(alpha_of(day1), nrow(day1), 4))
  all <- i$X[complete.cases(i$X), ]
  say(paste0(sub(".csv", "", file), ", alpha, all rows"), file, "the same on all complete rows", n = nrow(all), estimate = feldt(alpha_of(all), nrow(all), 4))
  say(paste0(sub(".csv", "", file), ", omega, day 1"), file, "factanal with one factor on the complete rows of day 1", n = nrow(day1), estimate = omega_of(day1))
  say(paste0(sub(".csv", "", file), ", omega, all rows"), file, "factanal with one factor on all complete rows", n = nrow(all), estimate = omega_of(all))
}
long_items <- function(file) { i <- items_of(file); data.frame(person = factor(rep(i$d$person, 4)), day = factor(rep(i$d$day, 4)), item = factor(rep(1:4, each = nrow(i$d))), y = c(i$X)) }
# Cranford et al. (2006), Shrout & Lane (2012), with m items and k days.
generalizability <- function(v, m, k) c(
  R1F = (v$p + v$pi / m) / (v$p + v$pi / m + v$e / m), RkF = (v$p + v$pi / m) / (v$p + v$pi / m + v$e / (k * m)),
  R1R = (v$p + v$pi / m) / (v$p + v$pi / m + v$d + v$pd + v$e / m), RkR = (v$p + v$pi / m) / (v$p + v$pi / m + v$d / k + v$pd / k + v$e / (k * m)),
  RC = v$pd / (v$pd + v$e / m))
nested <- function(v, m, k) c(RkRn = v$p / (v$p + v$pd / k + v$e / (k * m)), RCn = v$pd / (v$pd + v$e / m))
components <- function(v) c(person = v$p, day = v$d, item = v$i, person.day = v$pd, person.item = v$pi, day.item = v$di, residual = v$e)
anova_components <- function(file) { # balanced and crossed: expected mean squares
  a <- anova(lm(y ~ person * day + person * item + day * item, long_items(file))); s <- setNames(a[, "Mean Sq"], rownames(a)); P <- 40; D <- 14; I <- 4; e <- s[["Residuals"]]
  list(e = e, pd = (s[["person:day"]] - e) / I, pi = (s[["person:item"]] - e) / D, di = (s[["day:item"]] - e) / P,
       p = (s[["person"]] - s[["person:day"]] - s[["person:item"]] + e) / (D * I), d = (s[["day"]] - s[["person:day"]] - s[["day:item"]] + e) / (P * I),
       i = (s[["item"]] - s[["person:item"]] - s[["day:item"]] + e) / (P * D))
}
v <- anova_components("items.csv"); zero <- lapply(v, max, 0)
say("items, components, anova", "items.csv", "mean squares of the balanced crossed design, persons x days x items; negative components stay negative", n = 2240, estimate = components(v))
say("items, generalizability", "items.csv", "from those, negative components as zero", n = 2240, estimate = generalizability(zero, 4, 14))
strict <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5), check.conv.singular = "ignore")
for (file in c("items.csv", "items_gaps.csv")) { l <- long_items(file); l <- l[complete.cases(l), ]
  f <- lmer(y ~ 1 + (1 | person) + (1 | day) + (1 | item) + (1 | person:day) + (1 | person:item) + (1 | day:item), l, control = strict)
  s <- sapply(VarCorr(f), function(x) x[1]); v <- list(p = s[["person"]], d = s[["day"]], i = s[["item"]], pd = s[["person:day"]], pi = s[["person:item"]], di = s[["day:item"]], e = sigma(f)^2)
  say(paste0(sub(".csv", "", file), ", components, reml"), file, "lme4::lmer, REML, crossed", as.numeric(logLik(f)), nrow(l), c(components(v), generalizability(v, 4, 14)))
  f <- lmer(y ~ 1 + (1 | person) + (1 | person:day), l, control = strict); s <- sapply(VarCorr(f), function(x) x[1]); v <- list(p = s[["person"]], pd = s[["person:day"]], e = sigma(f)^2)
  say(paste0(sub(".csv", "", file), ", nested, reml"), file, "lme4::lmer, REML, days nested in persons, items as residual (Shrout & Lane 2012)", as.numeric(logLik(f)), nrow(l), c(person = v$p, person.day = v$pd, residual = v$e, nested(v, 4, 14)))
}
i <- items_of("items.csv"); score <- rowMeans(i$X); a <- anova(lm(score ~ factor(i$d$person))); B <- a[1, 3]; W <- a[2, 3]; k <- 14; F <- B / W
lo <- F / qf(0.975, 39, 40 * 13); hi <- F * qf(0.975, 40 * 13, 39)
say("items, icc", "items.csv", "one-way ICC of the days' scale means within persons, interval from F (Shrout & Fleiss 1979)", n = 560,
    estimate = c(ICC1 = (B - W) / (B + (k - 1) * W), ICC1.lo = (lo - 1) / (lo + k - 1), ICC1.hi = (hi - 1) / (hi + k - 1), ICCk = (B - W) / B, ICCk.lo = 1 - 1 / lo, ICCk.hi = 1 - 1 / hi, F = F))

# ---- pooling -----------------------------------------------------------------------
for (file in c("pool.csv", "pool_alike.csv")) { d <- table_of(file); name <- sub(".csv", "", sub("_", " ", file))
  exact <- list(threshold = 1e-12, maxiter = 5000)
  for (adjust in c(FALSE, TRUE)) { f <- rma(yi = d$y1, vi = d$v11, method = "REML", test = if (adjust) "knha" else "z", control = exact); p <- predict(f)
    say(paste0(name, ", one, reml", if (adjust) ", Knapp-Hartung"), file, "metafor::rma of y1; its restricted log-likelihood adds half the log determinant of X'X", as.numeric(logLik(f)), f$k,
        c(mean = f$beta[[1]], lo = f$ci.lb, hi = f$ci.ub, between.var = f$tau2, between.sd = sqrt(f$tau2), Q = f$QE, I2 = f$I2 / 100, predict.lo = p$pi.lb, predict.hi = p$pi.ub,
          setNames(blup(f)$pred[1:3], paste0("shrunken.", 1:3))), c(mean = f$se)) }
  l <- data.frame(couple = rep(d$couple, each = 2), what = rep(1:2, nrow(d)), y = c(t(as.matrix(d[, c("y1", "y2")]))))
  V <- bldiag(lapply(seq_len(nrow(d)), function(i) matrix(c(d$v11[i], d$v12[i], d$v12[i], d$v22[i]), 2)))
  f <- rma.mv(y, V, mods = ~ 0 + factor(what), random = ~ what | couple, struct = "UN", data = l, control = list(optimizer = "nlminb", rel.tol = 1e-10, iter.max = 1000, eval.max = 2000))
  say(paste0(name, ", two, reml"), file, "metafor::rma.mv, both quantities, unstructured; its restricted log-likelihood adds half the log determinant of X'X", as.numeric(logLik(f)), nrow(d),
      c(mean.1 = f$beta[[1]], mean.2 = f$beta[[2]], between.var.1 = f$tau2[1], between.var.2 = f$tau2[2], between.cor = f$rho, Q = f$QE), c(mean.1 = f$se[1], mean.2 = f$se[2]))
}
