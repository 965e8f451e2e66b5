#include "command/pool.h"

#include "base/error.h"

const Pool *
pool_choose (GError **error)
{
  const char *size = g_getenv ("OMPI_COMM_WORLD_SIZE"), *others = g_getenv ("PMI_SIZE");
  if (!size && others && !g_str_equal (others, "1"))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                   "started by the launcher of an MPI that is not Open MPI: every rank would run the whole sweep (use --shard)");
      return NULL;
    }
  if (!size || g_str_equal (size, "1"))
    return &pool_processes;
#ifdef HAVE_MPI
  return &pool_mpi;
#else
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "this lockstep was built without MPI: use --jobs or --shard, or configure it with --with-mpi");
  return NULL;
#endif
}
