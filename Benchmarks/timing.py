"""What the peers' scripts share: they time work as lilt-bench does, and print the same lines."""
import os
import resource
import statistics
import time


def processor_seconds():
    """User and system time of this process and of the children that have ended."""
    return sum(os.times()[:4])


def measure(work, repetitions):
    """Seconds by the clock and of the processors' work, one pair a repetition."""
    pairs = []
    for _ in range(repetitions):
        start, worked = time.perf_counter(), processor_seconds()
        work()
        pairs.append((time.perf_counter() - start, processor_seconds() - worked))
    return pairs


def report(job, pairs, sound=None):
    """Prints median and best as seconds or, where `sound` says how many seconds of it there were, times real time."""
    for clock, seconds in zip(("wall", "cpu"), zip(*pairs)):
        for name, value in (("median", statistics.median(seconds)), ("best", min(seconds))):
            print(f"{job}.{clock}.{name} " + (f"{sound / value:.1f} x" if sound else f"{value:.4f} s"), flush=True)


def report_memory(job):
    """Prints the most memory that this process has had."""
    print(f"{job}.memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB", flush=True)
