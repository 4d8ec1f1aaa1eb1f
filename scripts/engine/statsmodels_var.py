"""statsmodels_var.py FILE: VARMAX fits a VAR(1) by exact maximum likelihood,
with missing answers and standard errors. Prints seconds, log-likelihood and a
remark, tab-separated; the median of up to five fits counts."""
import csv, statistics, sys, time, warnings
import numpy, statsmodels
from statsmodels.tsa.statespace.varmax import VARMAX

warnings.simplefilter("ignore")
with open(sys.argv[1]) as f:
    rows = [[float("nan") if r[c] == "NA" else float(r[c]) for c in ("y1", "y2")] for r in csv.DictReader(f)]
seconds = []
while len(seconds) < 5 and sum(seconds) < 3:
    start = time.perf_counter()
    fit = VARMAX(numpy.array(rows), order=(1, 0), trend="c").fit(maxiter=500, disp=False)
    fit.bse
    seconds.append(time.perf_counter() - start)
print(statistics.median(seconds), fit.llf, "statsmodels " + statsmodels.__version__ + ("" if fit.mle_retvals["converged"] else ", not converged"), sep="\t")
