using System.Buffers.Binary;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>Lets a frame pass whose id agrees with this one in the bits of the mask (<c>struct can_filter</c>).</summary>
/// <param name="Id">With SocketCAN's flags.</param>
/// <param name="Mask">With SocketCAN's flags.</param>
internal readonly record struct CanFilter(uint Id, uint Mask)
{
    /// <summary>Most filters of a socket: CAN_RAW_FILTER_MAX.</summary>
    public const int Maximum = 512;

    private const uint Kinds = CanWireFrame.ExtendedFlag | CanWireFrame.RemoteFlag;

    /// <summary>Filters for all that databases describe; null when they are more than a socket takes, and everything has to be read.</summary>
    public static IReadOnlyList<CanFilter>? Of(IEnumerable<DbcMessage> messages)
    {
        var filters = messages.SelectMany(Of).Distinct().ToArray();
        return filters.Length <= Maximum ? filters : null;
    }

    /// <summary>Any id whose bits of the mask are these.</summary>
    public static CanFilter Ids(uint id, uint mask, bool isExtended) => new(isExtended ? id | CanWireFrame.ExtendedFlag : id, mask | Kinds);

    /// <summary>The bytes that CAN_RAW_FILTER takes.</summary>
    public static byte[] Bytes(IReadOnlyList<CanFilter> filters)
    {
        var bytes = new byte[filters.Count * 8];
        for (var index = 0; index < filters.Count; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * 8), filters[index].Id);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((index * 8) + 4), filters[index].Mask);
        }
        return bytes;
    }

    private static IEnumerable<CanFilter> Of(DbcMessage message)
    {
        if (!message.IsJ1939)
        {
            yield return Ids(message.Id, message.IsExtended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId, message.IsExtended);
            yield break;
        }
        yield return Ids(message.Id & J1939Id.GroupMask(message.Id), J1939Id.GroupMask(message.Id), isExtended: true);
        if (message.Length <= J1939Transport.LeastBytes - 1)
            yield break;
        foreach (var group in J1939Transport.Groups)
            yield return Ids(group << 8, J1939Id.GroupMask(group << 8), isExtended: true);
    }
}
