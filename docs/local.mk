dist_man1_MANS = docs/lockstep.1
EXTRA_DIST += docs/clusters.md docs/data.md docs/faults.md docs/labs.md docs/labs.svg docs/protocols.md docs/training-step.md
EXTRA_DIST += docs/draw-scaling docs/measured.svg docs/scaling.md docs/scaling.svg
EXTRA_DIST += docs/collectives.md docs/networks.md docs/performance.md docs/rationales.md src/README.md
dist_man5_MANS = docs/scenario.5
