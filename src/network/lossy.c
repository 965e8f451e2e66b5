/* A network that loses messages. What is lost is found out when its last byte has left: nobody is told, and after a timeout its sender
 * sends it again, behind whatever else waits for the channel by then.
 *
 * Where nothing is lost this file has no part in a message's way.
 */
#include "base/random.h"
#include "network/network_state.h"

/* A channel has one message on the wire at a time, so that its hash and the time at which the message began name the draw. */
static gboolean
is_lost (const Network *network, const Message *message)
{
  return random_uniform (network->loss.seed, RANDOM_LOSS, (guint32)message->hash, (guint64)message->start) < network->loss.rate;
}

static void
lossy_leave (gpointer owner, guint32 slot)
{
  Network *network = owner;
  Message *message = message_at (&network->slab, slot);
  if (!is_lost (network, message))
    {
      message_leave (network, slot);
      return;
    }
  network->totals.repeated++;
  message_repeat (network, slot, network->loss.timeout);
}

void
network_set_loss (Network *network, const NetworkLoss *loss)
{
  network_disturb (network);
  network->loss = *loss;
  fabric_set_finished (network->fabric, loss->rate > 0 ? lossy_leave : message_leave);
}
