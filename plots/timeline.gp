# Who did what when. Given: picture (its name), title, subtitle, kinds, rows, from, until, unit, unit_per_s, arrows, labels, headings, path, marks (how many kinds of instants) and mark1, mark2 … (their names), the ytics, and below, the
# pixels that the next script wants; data in <picture>.dat, an index a kind.
if (!exists('output')) output = picture . '.svg'
data = picture . '.dat'
head = marks > 0 ? 100 : 66
height = 58 + head + 26 * rows + below
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
if (below > 0) { set multiplot }

set lmargin at screen 0.1
set rmargin at screen 0.975
set tmargin at screen 1 - 1.0 * head / height
set bmargin at screen (56.0 + below) / height
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 subtitle at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
set key at screen 0.985, screen 1 - (head - 54.0) / height right top horizontal samplen 1.2 width -1 noenhanced

set border 1
set xrange [from:until]
set yrange [rows:0]
set xtics scale 0.6
set ytics scale 0
set grid noytics xtics
set xlabel 'simulated time (' . unit . ')' offset 0,0.3 textcolor rgb colour_text
set style fill solid noborder
set style arrow 1 head filled size graph 0.005,20,60 linecolor rgb '#99222222' linewidth 0.6
mark_point(i) = int(word('2 9 7 11 5 13 1 8 6 10 4 12 3', 1 + (i - 1) % 13))
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
       with labels left font 'Helvetica,13' textcolor rgb colour_text notitle, \
     for [i = 1:marks] data index 'mark' . i using (t(1)):3:(0):4 \
       with vectors nohead linecolor rgb colour_text linewidth 1.5 notitle, \
     for [i = 1:marks] data index 'mark' . i using (t(1)):3 \
       with points pointtype mark_point(i) pointsize 1 linecolor rgb colour_text linewidth 2 title value('mark' . i)
