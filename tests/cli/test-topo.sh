#!/bin/sh
# topo: facts, routes and the picture of a network.
. "$G_TEST_SRCDIR/cli/harness.sh"

# job.json: 7 workers and a server on a star of 2.385 GB/s, 25 us a link. 4 × 2.385 GB/s cross the middle.
run topo job.json
expect_status 0
expect_stdout '^hosts +8'
expect_stdout '^switches +1'
expect_stdout '^diameter +2 links'
expect_stdout '^bisection +9\.54 GB/s|^bisection +76\.3 Gbit/s'
expect_stdout '^oversubscription +1$'
run topo job.json --route worker2 server0
expect_status 0
expect_stdout 'worker2 → switch → server0'
expect_stdout '2 links, latency 50 us'
run topo --route worker2 server0 job.json
expect_status 0
expect_stdout 'worker2 → switch → server0'
run topo job.json --route 2 7
expect_status 0
expect_stdout 'worker2 → switch → server0'
run topo job.json --route worker2 worker7
expect_status 2
expect_stderr 'no host "worker7"'
run topo job.json --out net
expect_status 0
run topo job.json --out net
expect_status 0
if command -v gnuplot >/dev/null 2>&1; then expect "the picture is there" grep -q '8 hosts, 1 switch, 8 cables' net/topo.svg; fi
# 8 hosts in racks of 3, 3 and 2 at 2 : 1: host 3 is cut from 4 and 5, so 4 hosts over 1 + 3/2. The scenario says 2.
run topo job.json --set /cluster/network/topology=racks --set /cluster/network/rack=3 --set /cluster/network/oversubscription=2
expect_status 0
expect_stdout '^oversubscription +1\.6 between the halves'
expect_stdout '^ +2 at a leaf'
# Racks of 4 at 10 Gbit/s, 4 : 1: an uplink of 10 Gbit/s is all that is between 4 hosts and the others, be they 4 or 5.
for workers in 7 8; do
  run topo job.json --set /cluster/workers=$workers --set '/cluster/network={ "topology": "racks", "rack": 4, "oversubscription": 4, "bandwidth": "10 Gbit/s" }'
  expect_stdout '^bisection +10 Gbit/s each way'
done
# Islands of 8 with one card each of 100 Gbit/s: 8 devices behind it, and 8 or 9 others.
for workers in 15 16; do
  run topo job.json --set /cluster/workers=$workers --set '/cluster/network={ "topology": "islands", "bandwidth": "100 Gbit/s" }'
  expect_stdout '^bisection +100 Gbit/s each way'
done
# Of 25 hosts on a torus with one slow worker nobody knows.
run topo job.json --set /cluster/workers=24 --set /cluster/network/topology=torus --set '/cluster/groups=[{ "workers": "3", "bandwidth": "1 GB/s" }]' --out torus
expect_stdout '^bisection +at most '
expect "result.json says so" grep -q '"bisection_exact": false' torus/result.json
# 16 hosts in a fat tree of 4 ports: 4 paths between two pods, a quarter of the channels on each; one under an edge switch.
run topo job.json --set /cluster/workers=15 --set /cluster/network/topology=fat-tree --route worker0 worker14 --out paths
expect_stdout '^routes +4: each channel'
for core in core0 core1 core2 core3; do
  expect_stdout "worker0 → edge0 → aggregation[01] → $core → aggregation[67] → edge7 → worker14"
done
expect "a quarter each" test "$(grep -cE '6 links, latency 150 us; 2[3-6]\.?[0-9]* % of the channels' out)" = 4
run topo job.json --set /cluster/workers=15 --set /cluster/network/topology=fat-tree --route worker0 worker1
expect_stdout '^route +worker0 → edge0 → worker1'
expect_stdout '2 links, latency 50 us$'
# 10 hosts in a fat tree of 4 ports: three pods, hosts on 5 of the 6 edge switches. The sixth is 3 links from a host, but no core.
run topo job.json --set /cluster/workers=9 --set /cluster/network/topology=fat-tree --set /cluster/network/ports=4 --out tree
expect_status 0
awk '/edge|aggregation|core/ { gsub (/[0-9"]/, "", $4); print $2, $4 }' tree/topo-nodes.dat | sort -n | uniq -c | awk '{ print $1, $3 }' >levels
expect "the switches of a kind stand in one row" test "$(tr '\n' ' ' <levels)" = "6 edge 6 aggregation 4 core "
# GraphML as networkx writes it: switches between the hosts, a role for each node, every edge directed and with a bandwidth. Worker 1
# is host1; its 10 Gbit/s up and 40 down are in two edges. Without the roles nothing says which nodes are hosts.
cat >graph.json <<'JSON'
{
  "format": 1,
  "seed": 42,
  "workload": { "gradient_bytes": "10 MB", "step_time": "10 ms" },
  "cluster": {
    "workers": 2,
    "network": { "topology": "graph", "file": "networkx.graphml" }
  },
  "training": { "protocol": "bsp", "exchange": "parameter-server", "servers": 1 },
  "stop": { "iterations": 1 }
}
JSON
cp "$G_TEST_SRCDIR/data/networkx.graphml" .
run topo graph.json --route worker1 server0
expect_status 0
expect_stdout 'worker1 \(host1\) → sw0 → server0 \(host2\)'
expect_stdout '2 links, latency 5 us'
# 10 MB at 10 Gbit/s up, at 40 down, 5 us each way, 10 ms of work; both workers at once, whose links are the narrowest.
run run graph.json --json
expect_status 0
expect_stdout '"simulated": 0\.02001'
run topo graph.json --set /cluster/workers=1 --set '/cluster/network/hosts=["host1", "sw0"]'
expect_status 0
run topo graph.json --set '/cluster/network/hosts=["host1", "sw0"]'
expect_status 2
expect_stderr 'hosts: error: 2 nodes are listed as hosts, but there are 3'
run topo graph.json --set '/training={ "protocol": "bsp", "exchange": "ring" }'
expect_status 2
expect_stderr '/cluster/network/file: the graph has 2 workers and 1 server, but the run has 2 and 0 dedicated ones'
sed '/"d0">/d' networkx.graphml >networkx-bare.graphml && mv networkx-bare.graphml networkx.graphml
run check graph.json
expect_status 2
expect_stderr '^graph\.json:7:[0-9]+: error: /cluster/network/file: no node of the graph is a host'
run topo job.json worker1
expect_status 2
run topo
expect_status 2
finish
