#include "base/random.h"
#include "test-base.h"

#define N 20000

/* Salmon et al., the known answers that come with Random123: counter and key of zeros, of ones, and the digits of pi. */
static void
test_known_answers (void)
{
  static const struct
  {
    guint32 counter[4], key[2], expected[4];
  } rows[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };
  guint32 out[4];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      random_philox (rows[i].counter, rows[i].key, out);
      g_assert_cmpmem (out, sizeof out, rows[i].expected, sizeof rows[i].expected);
    }
}

/* Each of seed, purpose, entity and index, high words too, changes the bits. */
static void
test_every_coordinate_counts (void)
{
  guint64 base = random_bits (42, RANDOM_TEST, 7, 11);

  g_assert_cmpuint (random_bits (42, RANDOM_TEST, 7, 11), ==, base);
  g_assert_cmpuint (random_bits (43, RANDOM_TEST, 7, 11), !=, base);
  g_assert_cmpuint (random_bits (42 + (G_GUINT64_CONSTANT (1) << 32), RANDOM_TEST, 7, 11), !=, base);
  g_assert_cmpuint (random_bits (42, RANDOM_FAULT, 7, 11), !=, base);
  g_assert_cmpuint (random_bits (42, RANDOM_TEST, 8, 11), !=, base);
  g_assert_cmpuint (random_bits (42, RANDOM_TEST, 7, 12), !=, base);
  g_assert_cmpuint (random_bits (42, RANDOM_TEST, 7, 11 + (G_GUINT64_CONSTANT (1) << 32)), !=, base);
}

/* The counter is index, entity, purpose from its lowest word up, the key is the seed, and the first two words out are the bits: a
 * stream that a golden timeline rests on is that of Random123. */
static void
test_words (void)
{
  const guint32 counter[4] = { 11, 5, 7, RANDOM_TEST }, key[2] = { 42, 3 };
  guint32 out[4];

  random_philox (counter, key, out);
  g_assert_cmpuint (random_bits (G_GUINT64_CONSTANT (3) << 32 | 42, RANDOM_TEST, 7, G_GUINT64_CONSTANT (5) << 32 | 11), ==,
                    (guint64)out[1] << 32 | out[0]);
}

/* (k + 1/2)/2^52 is an odd multiple of 2^-53, for the largest k too: nothing is rounded, least of all to 1. */
static void
test_uniform_grid (void)
{
  for (guint i = 0; i < N; i++)
    {
      double steps = random_uniform (3, RANDOM_TEST, 8, i) * 0x1p53;

      g_assert_cmpfloat (fmod (steps, 2), ==, 1);
    }
}

/* n uniforms: mean 1/2 ± 4/sqrt(12 n) and every value strictly inside (0, 1). n normals: mean 0 ± 4/sqrt n, variance
 * 1 ± 4·sqrt(2/n). */
static void
test_moments (void)
{
  double uniform = 0, normal = 0, squares = 0;

  for (guint i = 0; i < N; i++)
    {
      double u = random_uniform (3, RANDOM_TEST, 5, i), z = random_normal (3, RANDOM_TEST, 6, i);

      g_assert_true (u > 0 && u < 1);
      uniform += u;
      normal += z;
      squares += z * z;
    }
  g_assert_cmpfloat_with_epsilon (uniform / N, 0.5, 4 / sqrt (12.0 * N));
  g_assert_cmpfloat_with_epsilon (normal / N, 0, 4 / sqrt (N));
  g_assert_cmpfloat_with_epsilon (squares / N, 1, 4 * sqrt (2.0 / N));
}

/* 7 boxes and n draws: chi-squared with 6 degrees of freedom is below 22.46 with probability 0.999. */
static void
test_below (void)
{
  guint counts[7] = { 0 };
  double chi = 0, expected = N / 7.0;

  for (guint i = 0; i < N; i++)
    counts[random_below (9, RANDOM_TEST, 0, i, 7)]++;
  for (guint k = 0; k < 7; k++)
    chi += (counts[k] - expected) * (counts[k] - expected) / expected;
  g_assert_cmpfloat (chi, <, 22.46);
  g_assert_cmpuint (random_below (9, RANDOM_TEST, 0, 0, 1), ==, 0);
  g_assert_cmpuint (random_below (9, RANDOM_TEST, 0, 1, G_MAXUINT64), <, G_MAXUINT64);
}

/* Every number once; the 6 orders of 3 numbers equally often (chi-squared, 5 degrees of freedom: 20.52 at 0.999). */
static void
test_permutation (void)
{
  guint32 order[1001], three[3];
  guint8 seen[1001] = { 0 };
  guint counts[27] = { 0 };
  double chi = 0;

  random_permutation (1, RANDOM_SHUFFLE, 2, order, 1001);
  for (guint i = 0; i < 1001; i++)
    seen[order[i]]++;
  for (guint i = 0; i < 1001; i++)
    g_assert_cmpuint (seen[i], ==, 1);
  for (guint entity = 0; entity < 6000; entity++)
    {
      random_permutation (1, RANDOM_SHUFFLE, entity, three, 3);
      counts[9 * three[0] + 3 * three[1] + three[2]]++;
    }
  for (guint k = 0; k < 27; k++)
    chi += counts[k] > 0 ? (counts[k] - 1000.0) * (counts[k] - 1000.0) / 1000 : 0;
  g_assert_cmpfloat (chi, <, 20.52);
  random_permutation (1, RANDOM_SHUFFLE, 0, NULL, 0);
}

void
random_tests_add (void)
{
  g_test_add_func ("/base/random/known-answers", test_known_answers);
  g_test_add_func ("/base/random/every-coordinate-counts", test_every_coordinate_counts);
  g_test_add_func ("/base/random/words", test_words);
  g_test_add_func ("/base/random/uniform-grid", test_uniform_grid);
  g_test_add_func ("/base/random/moments", test_moments);
  g_test_add_func ("/base/random/below", test_below);
  g_test_add_func ("/base/random/permutation", test_permutation);
}
