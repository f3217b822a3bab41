using System.Text;

namespace AutoValley.Testing.Http2;

/// <summary>Blocks of headers without compression (RFC 7541): written as literals with new names, read as a peer with a table of size 0 is given them.</summary>
public static class HeaderBlock
{
    private const int StaticStatus = 8;
    private static readonly string[] StatusByIndex = ["200", "204", "206", "304", "400", "404", "500"];

    /// <summary>A block of these.</summary>
    public static byte[] Write(params IEnumerable<(string Name, string Value)> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var block = new List<byte>();
        foreach (var (name, value) in headers)
        {
            block.Add(0);
            AddText(block, name);
            AddText(block, value);
        }
        return [.. block];
    }

    /// <summary>Names that are only told by their number in the static table are <c>static-N</c>, but for <c>:status</c>.</summary>
    public static IReadOnlyDictionary<string, string> Read(byte[] block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var headers = new Dictionary<string, string>();
        for (var at = 0; at < block.Length;)
        {
            var first = block[at];
            if (first >= 0x80)
            {
                var index = ReadNumber(block, ref at, 7);
                headers[index is >= StaticStatus and < 15 ? ":status" : $"static-{index}"] = index is >= StaticStatus and < 15 ? StatusByIndex[index - StaticStatus] : "";
            }
            else if (first is >= 0x20 and < 0x40)
            {
                ReadNumber(block, ref at, 5);
            }
            else
            {
                var index = ReadNumber(block, ref at, first >= 0x40 ? 6 : 4);
                var name = index switch { 0 => ReadText(block, ref at), >= StaticStatus and < 15 => ":status", _ => $"static-{index}" };
                headers[name] = ReadText(block, ref at);
            }
        }
        return headers;
    }

    private static void AddText(List<byte> block, string text)
    {
        AddNumber(block, text.Length, 7);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    // Section 5.1.
    private static void AddNumber(List<byte> block, int value, int bits)
    {
        var full = (1 << bits) - 1;
        if (value < full)
        {
            block.Add((byte)value);
            return;
        }
        block.Add((byte)full);
        for (value -= full; value >= 0x80; value >>= 7)
            block.Add((byte)(value | 0x80));
        block.Add((byte)value);
    }

    private static int ReadNumber(byte[] block, ref int at, int bits)
    {
        var full = (1 << bits) - 1;
        var value = block[at++] & full;
        if (value < full)
            return value;
        for (var shift = 0; ; shift += 7)
        {
            var next = block[at++];
            value += (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static string ReadText(byte[] block, ref int at)
    {
        if (block[at] >= 0x80)
            throw new InvalidDataException("a Huffman code, which nobody writes here");
        var length = ReadNumber(block, ref at, 7);
        at += length;
        return Encoding.ASCII.GetString(block, at - length, length);
    }
}
