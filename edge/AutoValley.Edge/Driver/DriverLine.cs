using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoValley.Edge.Driver;

/// <summary>Lines of JSON for displays.</summary>
internal static class DriverLine
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object's members, and the end of the line.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var line = new Utf8JsonWriter(bytes, Readable))
        {
            line.WriteStartObject();
            members(line);
            line.WriteEndObject();
        }
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The sign of life: a display that hears none for some seconds, or is told that the server is away, says so instead of looking calm.</summary>
    /// <param name="isOnline">Whether the agent is connected to the server, where warnings come from.</param>
    /// <param name="warnings">That are not over.</param>
    public static byte[] Alive(bool isOnline, int warnings) => Write(line =>
    {
        line.WriteString("kind", "alive");
        line.WriteBoolean("server", isOnline);
        line.WriteNumber("warnings", warnings);
    });
}
