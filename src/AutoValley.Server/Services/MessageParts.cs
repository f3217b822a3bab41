using Google.Protobuf;

namespace AutoValley.Server.Services;

/// <summary>Many messages as responses of a stream that are neither tiny nor too large for a client.</summary>
internal static class MessageParts
{
    /// <summary>A part is no longer than this and one message.</summary>
    public const int Bytes = 256 * 1024;

    /// <summary>All of them in order; no part is empty.</summary>
    public static IEnumerable<List<T>> Of<T>(IEnumerable<T> all)
        where T : IMessage
    {
        var (part, bytes) = (new List<T>(), 0);
        foreach (var one in all)
        {
            part.Add(one);
            bytes += one.CalculateSize();
            if (bytes < Bytes)
                continue;
            yield return part;
            (part, bytes) = ([], 0);
        }
        if (part.Count > 0)
            yield return part;
    }
}
