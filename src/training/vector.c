#include "training/vector.h"

#define ALIGNMENT 64

/* Buffers of one length that wait to be used again. */
typedef struct
{
  gsize n;
  GPtrArray *spare;
} SizeClass;

struct _VectorStore
{
  GMutex lock;
  GArray *classes; /* SizeClass; a run has few lengths */
  gsize alive; /* floats */
};

struct _Vector
{
  VectorStore *store;
  gint references;
  gsize n;
  float *data;
};

VectorStore *
vector_store_new (void)
{
  VectorStore *store = g_new0 (VectorStore, 1);
  g_mutex_init (&store->lock);
  store->classes = g_array_new (FALSE, FALSE, sizeof (SizeClass));
  return store;
}

void
vector_store_free (VectorStore *store)
{
  if (!store)
    return;
  g_assert (store->alive == 0);
  for (guint i = 0; i < store->classes->len; i++)
    g_ptr_array_unref (g_array_index (store->classes, SizeClass, i).spare);
  g_array_unref (store->classes);
  g_mutex_clear (&store->lock);
  g_free (store);
}

static GPtrArray *
spare_buffers (VectorStore *store, gsize n)
{
  for (guint i = 0; i < store->classes->len; i++)
    if (g_array_index (store->classes, SizeClass, i).n == n)
      return g_array_index (store->classes, SizeClass, i).spare;
  SizeClass class = { n, g_ptr_array_new_with_free_func (free) };
  g_array_append_val (store->classes, class);
  return class.spare;
}

static float *
buffer_take (VectorStore *store, gsize n)
{
  g_mutex_lock (&store->lock);
  GPtrArray *spare = spare_buffers (store, n);
  float *buffer = spare->len > 0 ? g_ptr_array_steal_index_fast (spare, spare->len - 1) : NULL;
  store->alive += n;
  g_mutex_unlock (&store->lock);
  if (!buffer && posix_memalign ((void **)&buffer, ALIGNMENT, MAX (n, 1) * sizeof (float)) != 0)
    g_error ("out of memory: a vector of %" G_GSIZE_FORMAT " floats", n);
  return buffer;
}

static void
buffer_give_back (VectorStore *store, float *buffer, gsize n)
{
  g_mutex_lock (&store->lock);
  g_ptr_array_add (spare_buffers (store, n), buffer);
  store->alive -= n;
  g_mutex_unlock (&store->lock);
}

Vector *
vector_new (VectorStore *store, gsize n)
{
  Vector *vector = g_slice_new (Vector);
  *vector = (Vector){ .store = store, .references = 1, .n = n };
  return vector;
}

Vector *
vector_ref (Vector *vector)
{
  g_atomic_int_inc (&vector->references);
  return vector;
}

void
vector_unref (Vector *vector)
{
  if (!g_atomic_int_dec_and_test (&vector->references))
    return;
  if (vector->data)
    buffer_give_back (vector->store, vector->data, vector->n);
  g_slice_free (Vector, vector);
}

void
vector_clear (Vector **vector)
{
  if (*vector)
    vector_unref (*vector);
  *vector = NULL;
}

void
vectors_free (Vector **vectors, guint n)
{
  for (guint i = 0; i < n; i++)
    vector_unref (vectors[i]);
  g_free (vectors);
}

Vector *
vector_successor (Vector *vector)
{
  return g_atomic_int_get (&vector->references) == 1 ? vector_ref (vector) : vector_new (vector->store, vector->n);
}

Vector *
vector_own (Vector *vector)
{
  if (g_atomic_int_get (&vector->references) == 1)
    return vector;
  Vector *copy = vector_new (vector->store, vector->n);
  memcpy (vector_data (copy), vector_data (vector), vector->n * sizeof (float));
  vector_unref (vector);
  return copy;
}

gsize
vector_length (const Vector *vector)
{
  return vector->n;
}

float *
vector_data (Vector *vector)
{
  if (!vector->data)
    vector->data = buffer_take (vector->store, vector->n);
  return vector->data;
}
