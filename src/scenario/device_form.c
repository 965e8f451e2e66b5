/* A device: the name of a kind, or an object with a kind, with numbers of its own, or with both. */
#include "scenario/forms.h"
#include "scenario/reader.h"
#include "scenario/writer.h"

/* What an object of cluster.groups leaves out is as in cluster.device; but another kind brings its own numbers. */
static void
take_kind (Device *device, gboolean precision_given)
{
  device->speed = device->memory = NAN;
  if (!precision_given)
    device->precision = PRECISION_FP16;
}

static gboolean
has_member (const cJSON *node, const char *name)
{
  return cJSON_IsObject (node) && cJSON_GetObjectItemCaseSensitive (node, name);
}

/* @base is what @pattern's rows lie in, @device the device there. */
static void
read_device (Reader *reader, const cJSON *node, const char *pattern, gpointer base, Device *device)
{
  if (cJSON_IsString (node))
    {
      device->kind = read_choice (reader, node, &device_words);
      take_kind (device, FALSE);
      return;
    }
  if (has_member (node, "kind"))
    take_kind (device, has_member (node, "precision"));
  read_object (reader, node, pattern, base);
}

static void
read_cluster_device (Reader *reader, const cJSON *node, gpointer base)
{
  read_device (reader, node, "/cluster/device", base, &((Scenario *)base)->run.cluster.device);
}

static char *
print_cluster_device (gconstpointer base, guint indent)
{
  return object_json ("/cluster/device", base, indent);
}

static void
read_group_device (Reader *reader, const cJSON *node, gpointer base)
{
  read_device (reader, node, "/cluster/groups/*/device", base, &((Group *)base)->device);
}

static char *
print_group_device (gconstpointer base, guint indent)
{
  return object_json ("/cluster/groups/*/device", base, indent);
}

const KeyForm device_form = { read_cluster_device, print_cluster_device };
const KeyForm group_device_form = { read_group_device, print_group_device };
