"""What scikit-learn fits to a small set of rows, in sklearn.json: python make_sklearn.py (scikit-learn 1.9, numpy)."""
import json
from pathlib import Path

import numpy as np
import scipy.linalg
import sklearn
from sklearn.covariance import ledoit_wolf_shrinkage
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestCentroid
from sklearn.svm import LinearSVC

rng = np.random.default_rng(7)
rows, features, classes = 60, 6, 3
labels = np.repeat(np.arange(classes), [12, 18, 30])
order = rng.permutation(rows)
labels = labels[order]
centres = rng.normal(size=(classes, features))
mix = rng.normal(size=(features, features)) * 0.5 + np.eye(features)
x = np.round(centres[labels] + rng.normal(size=(rows, features)) @ mix, 3)


def rounded(a):
    return np.asarray(a, dtype=float).ravel().tolist()


def fitted(model, x=x, labels=labels):
    model.fit(x, labels)
    return {"weights": rounded(model.coef_.T), "biases": rounded(model.intercept_)}


out = {
    "sklearn": sklearn.__version__,
    "x": rounded(x), "features": features, "labels": labels.tolist(),
    "logistic": [], "svm": [], "lda": [],
}
for cost in (0.01, 1.0, 100.0):
    for weights in (None, "balanced"):
        model = LogisticRegression(C=cost, class_weight=weights, solver="newton-cholesky", tol=1e-13, max_iter=10000)
        fit = fitted(model)
        out["logistic"].append({"cost": cost, "classWeights": weights or "none", **fit,
                                "probabilities": rounded(model.predict_proba(x[:5]))})
for cost in (0.01, 1.0):
    for weights in (None, "balanced"):
        model = LinearSVC(C=cost, class_weight=weights, dual=False, tol=1e-10, max_iter=100000)
        out["svm"].append({"cost": cost, "classWeights": weights or "none", **fitted(model)})
two = labels < 2
model = LinearSVC(C=0.1, dual=False, tol=1e-10, max_iter=100000)
out["svmTwo"] = {"cost": 0.1, "classWeights": "none", **fitted(model, x[two], labels[two])}
model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-13, max_iter=10000).fit(x[two], labels[two])
out["logisticTwo"] = rounded(model.predict_proba(x[two][:5]))
for shrinkage in (None, 0.3, "auto"):
    for priors in ("equal", "training"):
        p = np.full(classes, 1 / classes) if priors == "equal" else None
        model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage, priors=p).fit(x, labels)
        # The eigenvectors of the means' scatter against the covariance within classes, whitened by it.
        centre = model.priors_ @ model.means_
        spread = (model.means_ - centre) * np.sqrt(model.priors_)[:, None]
        _, vectors = scipy.linalg.eigh(spread.T @ spread, model.covariance_)
        vectors = vectors[:, ::-1][:, : classes - 1]
        out["lda"].append({
            "shrinkage": 0 if shrinkage is None else shrinkage, "priors": priors,
            "weights": rounded(model.coef_.T), "biases": rounded(model.intercept_),
            "probabilities": rounded(model.predict_proba(x[:5])), "projected": rounded((x[:5] - centre) @ vectors),
        })
model = LinearDiscriminantAnalysis(solver="eigen").fit(x, labels)
# scikit-learn does not centre what its eigen solver projects.
out["ldaEigen"] = rounded((model.transform(x[:5]) - model.transform(x.mean(0, keepdims=True)))[:, : classes - 1])
out["ledoitWolf"] = float(ledoit_wolf_shrinkage(x))
out["nearestMean"] = NearestCentroid().fit(x, labels).predict(x).tolist()
Path(__file__).with_name("sklearn.json").write_text(json.dumps(out) + "\n")
