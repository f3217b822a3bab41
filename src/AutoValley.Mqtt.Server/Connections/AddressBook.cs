using System.Net;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>Connections a client address.</summary>
internal sealed class AddressBook(int maximum)
{
    private readonly Dictionary<IPAddress, int> counts = [];
    private readonly Lock sync = new();

    /// <summary>Counts one in; false when there are as many as allowed, which it is not counted to.</summary>
    public bool TryEnter(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
            return true;
        lock (sync)
        {
            var count = counts.GetValueOrDefault(address);
            if (count >= maximum)
                return false;
            counts[address] = count + 1;
            return true;
        }
    }

    /// <summary>Counts one out that was counted in.</summary>
    public void Leave(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address })
            return;
        lock (sync)
        {
            if (--counts[address] == 0)
                counts.Remove(address);
        }
    }
}
