/* Vectors of float32, reference-counted, from one store.
 *
 * A vector is immutable once shared: only a holder of the single reference may write. Its memory is allocated when first asked
 * for, which may be on another thread, and recycled when the last reference goes. The store outlives its vectors.
 */
#pragma once

#include <glib.h>

typedef struct _VectorStore VectorStore;
typedef struct _Vector Vector;

VectorStore *vector_store_new (void);
/** Every vector must be gone. */
void vector_store_free (VectorStore *store);

/** @n floats, without memory yet. (transfer full) */
Vector *vector_new (VectorStore *store, gsize n);
Vector *vector_ref (Vector *vector);
void vector_unref (Vector *vector);
/** Unrefs *@vector and makes it NULL. */
void vector_clear (Vector **vector);
/** Unrefs the @n vectors of an array and frees it. */
void vectors_free (Vector **vectors, guint n);

/** A vector that nobody else holds: @vector itself when this is its only reference, otherwise a copy that takes its place.
 * (transfer full) of @vector. */
Vector *vector_own (Vector *vector);

/** Where what follows @vector may be written, element by element: @vector itself, of which this is then the second reference, when
 * nobody else holds it; otherwise a new one. (transfer full) */
Vector *vector_successor (Vector *vector);

gsize vector_length (const Vector *vector);
/** Its n floats, aligned to 64 bytes; not initialised when they are first asked for. */
float *vector_data (Vector *vector);
