"""What each peer of `npm run bench -- engine` does: prepares the work it is told, then runs it as often as it is asked, in turns."""
import json
import sys
import time


def peak_mb():
    with open('/proc/self/status') as status:
        for line in status:
            if line.startswith('VmHWM'):
                return int(line.split()[1]) / 1024
    return None


def serve(prepare):
    """`prepare(work)` gives a function that does it once. Each line of standard input is a number of times to do it."""
    work = json.loads(sys.stdin.readline())
    run = prepare(work)
    run()
    print(json.dumps({'ready': True}), flush=True)
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({'seconds': seconds, 'peakMb': peak_mb()}), flush=True)
