"""M/M/c//N in SimPy 2 (Debian's python3-simpy): python3 machine-repairman.py CLIENTS SLOTS HOLD THINK SECONDS SEED.

Times are in seconds. Prints one line of JSON: requests completed, and the seconds that it took, by the clock and of the processor.
"""

import json
import random
import sys
import time

from SimPy.Simulation import Process, Resource, activate, hold, initialize, release, request, simulate

clients, slots = int(sys.argv[1]), int(sys.argv[2])
hold_time, think_time, seconds = (float(argument) for argument in sys.argv[3:6])
draws = random.Random(int(sys.argv[6]))
completed = 0
response_times = 0.0


class Client(Process):
    def run(self, server):
        global completed, response_times
        while True:
            started_at = self.sim.now()
            yield request, self, server
            yield hold, self, draws.expovariate(1 / hold_time)
            yield release, self, server
            completed += 1
            response_times += self.sim.now() - started_at
            yield hold, self, draws.expovariate(1 / think_time)


initialize()
server = Resource(capacity=slots)
for number in range(clients):
    client = Client(name=str(number))
    activate(client, client.run(server))
began_at, used_before = time.perf_counter(), time.process_time()
simulate(until=seconds)
took, used = time.perf_counter() - began_at, time.process_time() - used_before
print(json.dumps({"completed": completed, "seconds": took, "cpuSeconds": used, "meanMs": response_times / completed * 1e3}))
