-- Has wrk print the p99.9 too, in µs, which it knows and keeps to itself.
done = function(_, latency)
  io.write(string.format("p99.9 %d us\n", latency:percentile(99.9)))
end
