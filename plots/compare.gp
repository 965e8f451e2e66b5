# Below the timelines of timeline.gp: loss and accuracy of all runs. Given: curves, label[], has_loss, has_accuracy, loss_name, curve_end, curve_unit,
# curve_unit_per_s; data in compare-curves.dat, an index a run: time_s updates loss accuracy.
unset label
set key default
set border 3
set grid xtics ytics
set ytics auto scale 0.6
set yrange [0<*:*]
set datafile missing '?'
set xlabel 'simulated time (' . curve_unit . ')' offset 0,0.3 textcolor rgb colour_text
set key top right samplen 2 noenhanced
set pointintervalbox 0
panel_count = has_loss + has_accuracy
array panel_column[2] = [has_loss ? 3 : 4, 4]
array panel_name[2] = [has_loss ? loss_name : 'test accuracy (%)', 'test accuracy (%)']
do for [p = 1:panel_count] {
  k = panel_column[p]
  scale = k == 4 ? 100 : 1
  set lmargin at screen p == 1 ? 0.062 : 0.56
  set rmargin at screen p == 1 ? (panel_count == 1 ? 0.975 : 0.487) : 0.985
  set tmargin at screen (below - 40.0) / height
  set bmargin at screen 56.0 / height
  set xrange [0:curve_end]
  if (k == 4) { set yrange [0:*] }
  set label 1 panel_name[p] at graph 0, graph 1.05 textcolor rgb colour_text noenhanced
  plot for [c = 1:curves] 'compare-curves.dat' index c - 1 using (column(1) * curve_unit_per_s):(column(k) * scale) with lines \
         linecolor rgb series(c) dashtype 1 + (c - 1) / 8 linewidth 2 title label[c]
  unset key
}
if (below > 0) { unset multiplot }
