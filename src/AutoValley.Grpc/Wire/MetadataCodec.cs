using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Metadata to and from HTTP headers: values of <c>-bin</c> keys are base64, padded or not.</summary>
internal static class MetadataCodec
{
    /// <summary>Adds what a header of the peer says, unless it belongs to the protocol.</summary>
    /// <exception cref="RpcException">INTERNAL: a <c>-bin</c> value is no base64.</exception>
    public static void Add(Metadata metadata, string name, string value)
    {
        if (ProtocolHeaders.IsOwn(name))
            return;
        var key = name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }
        // A proxy may have joined several values of one key by commas; base64 has none.
        foreach (var part in value.Split(','))
            metadata.Add(Metadata.Entry.Received(key, Decode(key, part.Trim())));
    }

    /// <summary>The header's value for an entry.</summary>
    public static string Encode(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes).TrimEnd('=') : entry.Value;

    private static byte[] Decode(string key, string text)
    {
        try
        {
            return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"metadata '{key}' is no base64"));
        }
    }
}
