# A topology: cables, hosts and switches. Given: title, subtitle, layout_width, layout_height, node_count, has_route; data in topo-cables.dat and
# topo-route.dat (x1 y1 x2 y2) and topo-nodes.dat (x y kind name; kind 0: worker, 1: server, 2: switch).
if (!exists('output')) output = 'topo.svg'
ratio = layout_height / layout_width
height = 150 + 860 * (ratio < 0.25 ? 0.25 : ratio > 0.85 ? 0.85 : ratio)
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
unset border
unset tics
unset key
unset grid
set lmargin at screen 0.03
set rmargin at screen 0.97
set tmargin at screen 1 - 80.0 / height
set bmargin at screen 40.0 / height
set xrange [-0.06 * layout_width - 0.5:1.06 * layout_width + 0.5]
set yrange [-0.08 * layout_height - 0.4:1.08 * layout_height + 0.4]
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 subtitle at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
size = node_count > 200 ? 0.5 : node_count > 60 ? 0.9 : 1.4
is(kind, wanted) = kind == wanted ? 1 : NaN
plot 'topo-cables.dat' using 1:2:($3 - $1):($4 - $2) with vectors nohead linecolor rgb '#B0B0B0' linewidth 1, \
     for [i = 1:has_route] 'topo-route.dat' using 1:2:($3 - $1):($4 - $2) with vectors nohead linecolor rgb colour_down linewidth 3, \
     'topo-nodes.dat' using 1:($2 * is($3, 0)) with points pointtype 7 pointsize size linecolor rgb colour_compute, \
     'topo-nodes.dat' using 1:($2 * is($3, 1)) with points pointtype 7 pointsize size linecolor rgb colour_down, \
     'topo-nodes.dat' using 1:($2 * is($3, 2)) with points pointtype 5 pointsize size linecolor rgb colour_text, \
     'topo-nodes.dat' using 1:($2 + (node_count <= 40 ? 0 : NaN)):4 with labels offset 0,-1.1 font 'Helvetica,10' textcolor rgb colour_text noenhanced
