# Who did what when. Given: picture (its name), title, subtitle, kinds, rows, from, until, unit, unit_per_s, arrows, labels, headings, path, the ytics, and below, the
# pixels that the next script wants; data in <picture>.dat, an index a kind.
if (!exists('output')) output = picture . '.svg'
data = picture . '.dat'
height = 124 + 26 * rows + below
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
if (below > 0) { set multiplot }

set lmargin at screen 0.1
set rmargin at screen 0.975
set tmargin at screen 1 - 66.0 / height
set bmargin at screen (56.0 + below) / height
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 subtitle at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
set key at screen 0.985, screen 1 - 12.0 / height right top horizontal samplen 1.2 width -1 noenhanced

set border 1
set xrange [from:until]
set yrange [rows:0]
set xtics scale 0.6
set ytics scale 0
set grid noytics xtics
set xlabel 'simulated time (' . unit . ')' offset 0,0.3 textcolor rgb colour_text
set style fill solid noborder
set style arrow 1 head filled size graph 0.005,20,60 linecolor rgb '#99222222' linewidth 0.6
t(column_number) = column(column_number) * unit_per_s

plot for [kind in kinds] data index kind using (t(1)):(column(3)):(t(1)):(t(2)):(column(3)):(column(4)) \
       with boxxyerror linecolor rgb colour(kind) title kind, \
     for [i = 1:path] data index 'path' using (t(1)):(column(3)):(t(1)):(t(2)):(column(3)):(column(4)) \
       with boxxyerror fill empty border linecolor rgb '#000000' linecolor rgb '#000000' linewidth 2 title 'critical path', \
     for [i = 1:arrows] data index 'arrows' using (t(1)):3:(t(2) - t(1)):(column(4) - column(3)) \
       with vectors arrowstyle 1 notitle, \
     for [i = 1:labels] data index 'labels' using (t(1)):2:3 \
       with labels font 'Helvetica,9' textcolor rgb 'white' notitle, \
     for [i = 1:headings] data index 'headings' using (t(1)):2:3 \
       with labels left font 'Helvetica,13' textcolor rgb colour_text notitle
