using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>
/// Status and trailers as the last frame of a body:
/// <code>
/// | 0    | 1 .. 4                      | 5 .. 5 + length - 1                 |
/// | 0x80 | length, unsigned big-endian | lines of "name: value", CR LF after |
/// </code>
/// Values of <c>-bin</c> keys are base64 in either form: the document would leave that out of text, and no client that is about expects it to.
/// </summary>
internal static class TrailersFrame
{
    private const byte Flag = 0x80;

    public static void Write(IBufferWriter<byte> output, IHeaderDictionary trailers)
    {
        var lines = new StringBuilder();
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
                lines.Append(name.ToLowerInvariant()).Append(": ").Append(OneLine(value ?? "")).Append("\r\n");
        }
        var text = lines.ToString();
        var length = Encoding.UTF8.GetByteCount(text);
        var frame = output.GetSpan(MessageFrame.PrefixBytes + length);
        frame[0] = Flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], (uint)length);
        Encoding.UTF8.GetBytes(text, frame[MessageFrame.PrefixBytes..]);
        output.Advance(MessageFrame.PrefixBytes + length);
    }

    // What a peer sent and a handler passes on must not make lines of its own.
    private static string OneLine(string value) => value.ReplaceLineEndings(" ");
}
