"""What `Benchmarks/run` compares: the commands of both sides, and which of their measures make a line of the table."""

# The allocator at its best for PyTorch, which frees and maps memory in every step otherwise.
TUNED = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "-1", "MALLOC_TOP_PAD_": "268435456"}

KERNELS = ["decode", "mfcc", "chroma", "tonnetz", "stretch", "pitch", "noise"]


def whole(job, threads, floor):
    """A job from WAV files to the tensor: in one process against librosa, and stage by stage."""
    suffix = "1 core" if threads == 1 else f"{threads} cores"
    return [
        {
            "name": f"{job}-{threads}", "threads": threads,
            "ours": {"command": ["lilt-bench", job], "repetitions": 3},
            "peers": [{"command": ["librosa_jobs.py", job], "peer": "librosa"}],
            "lines": [{
                "label": f"{job}, {suffix}", "ours": job, "peer": 0, "theirs": job,
                "target": f"5 times librosa; {1.5 * floor:.2f} s"}],
        },
        {
            "name": f"{job}-stages-{threads}", "threads": threads,
            "ours": {"command": ["stages.py", job], "repetitions": 2}, "peers": [],
            "lines": [{
                "label": f"{job} in three stages, {suffix}", "ours": f"{job}-stages", "target": f"{2.2 * floor:.2f} s"}],
        },
    ]


def kernels():
    """The inner work of the stages on one core, and our own on two."""
    wanted = {"mfcc": "8,000 x", "tonnetz": "10 times librosa", "stretch": "3 times librosa", "pitch": "3 times librosa"}
    lines = [
        {"label": job, "ours": job, "peer": 0, "theirs": job, "target": wanted.get(job, "")} for job in KERNELS]
    lines.insert(1, {"label": "decode, peer soundfile + soxr", "ours": "decode", "peer": 0, "theirs": "soundfile"})
    return [{
        "name": "kernels", "threads": 1,
        "ours": {"command": ["lilt-bench", *KERNELS], "repetitions": 3},
        "peers": [{
            "command": ["librosa_kernels.py", "soundfile", *KERNELS], "peer": "librosa", "takesJobs": False}],
        "lines": lines,
    }]


def scaling():
    """Two cores against one: our own side is both."""
    jobs = ["decode", "mfcc", "stretch", "pitch"]
    return [{
        "name": "scaling", "threads": 2,
        "ours": {"command": ["lilt-bench", *jobs], "repetitions": 5},
        "peers": [{"command": ["lilt-bench", *jobs, "--jobs", 1], "peer": "lilt", "repetitions": 5, "takesJobs": False}],
        "lines": [
            {"label": f"{job}, 2 cores, peer 1 core", "ours": job, "peer": 0, "theirs": job, "target": "1.85 times"}
            for job in jobs],
    }]


def step(model, threads, steps):
    """A training step in float32 and bfloat16 against PyTorch as it comes and at its best tuning."""
    job = f"step-{model}"

    def torch(*options, **more):
        return {
            "command": ["torch_steps.py", model, *options], "peer": "torch", "takesClips": False, "repetitions": steps,
            **more}

    def ours(name):
        return {"command": ["lilt-bench", name], "takesClips": False, "repetitions": steps}

    float32 = {
        "name": job, "threads": threads, "splitsWork": True, "rounds": 1, "ours": ours(job),
        "peers": [torch(), torch("--tuned", tuned=True)],
        "lines": [
            {"label": f"{job}, peer PyTorch", "ours": job, "peer": 0, "theirs": job, "target": "2 times (0.5)"},
            {"label": f"{job}, peer tuned", "ours": job, "peer": 1, "theirs": job, "target": "1.11 times (0.9)"},
            {"label": f"{job}, memory", "ours": f"{job}.memory", "peer": 0, "theirs": f"{job}.memory",
             "target": "1 time"},
        ],
    }
    half = f"{job}-bfloat16"
    bfloat16 = {
        "name": half, "threads": threads, "splitsWork": True, "rounds": 1, "ours": ours(half),
        "peers": [torch("--bfloat16"), torch("--bfloat16", "--tuned", tuned=True)],
        "lines": [
            {"label": f"{half}, peer PyTorch", "ours": half, "peer": 0, "theirs": half, "target": "3.33 times (0.3)"},
            {"label": f"{half}, peer tuned", "ours": half, "peer": 1, "theirs": half, "target": "1.11 times (0.9)"},
        ],
    }
    return [float32, bfloat16]


def classify():
    """A clip from decoding to the answer on one core; no peer does the same."""
    wanted = {"classify-mlp": "10 ms", "classify-cnn1d": "25 ms"}
    return [{
        "name": job, "threads": 1, "rounds": 1,
        "ours": {"command": ["lilt-bench", job], "repetitions": 1}, "peers": [],
        "lines": [{"label": job, "ours": job, "target": target}],
    } for job, target in wanted.items()]


COMPARISONS = [
    *whole("seed", 1, 0.63), *whole("seed", 2, 0.315), *whole("big", 1, 2.0), *whole("big", 2, 1.0),
    *kernels(), *scaling(), *classify(), *step("cnn1d", 2, 2), *step("cnn-bilstm", 2, 1),
]
