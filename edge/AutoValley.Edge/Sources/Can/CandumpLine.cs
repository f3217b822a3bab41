using System.Buffers.Text;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// Reads one line of <c>candump -l</c>: <c>(1533226488.230930) can0 260#08FFFB0000001884</c>. 3 hexadecimal digits are a standard
/// id, 8 an extended one or, with bit 29, an error report; <c>##</c> and a digit of flags begin CAN FD data, <c>#R</c> is a remote
/// request. Dots between bytes, <c>_</c> and a raw length code, and a direction after the data are allowed. Source: can-utils,
/// lib.h (parse_canframe).
/// </summary>
internal static class CandumpLine
{
    private const uint ErrorBit = 0x2000_0000;

    /// <summary>Fills the CAN frame but for its bus; null when the line is well formed, else the reason.</summary>
    public static string? TryParse(ReadOnlySpan<byte> line, CanFrame frame, out ReadOnlySpan<byte> bus)
    {
        bus = default;
        var close = line.IndexOf((byte)')');
        if (line.IsEmpty || line[0] != '(' || close < 0)
            return "a line has to begin with (seconds.decimals)";
        if (!DecimalSeconds.TryParse(line[1..close], out var time))
            return "the time is not seconds with decimals, 1970 to 2262";
        frame.Time = time;
        bus = Word(line[(close + 1)..], out var rest);
        if (bus.IsEmpty)
            return "the interface is missing";
        var content = Word(rest, out rest);
        var hash = content.IndexOf((byte)'#');
        if (hash < 0)
            return "ID#DATA is missing";
        if (Word(rest, out rest) is not ([] or [(byte)'R' or (byte)'T']) || !Word(rest, out _).IsEmpty)
            return "unexpected text after the data";
        return ParseId(content[..hash], frame) ?? ParseData(content[(hash + 1)..], frame);
    }

    private static string? ParseId(ReadOnlySpan<byte> text, CanFrame frame)
    {
        if (text.Length is not (3 or 8) || !Utf8Parser.TryParse(text, out uint id, out var used, 'x') || used != text.Length)
            return "the id is not 3 or 8 hexadecimal digits";
        frame.IsExtended = text.Length == 8;
        frame.Kind = frame.IsExtended && (id & ErrorBit) != 0 ? CanFrameKind.Error : CanFrameKind.Data;
        frame.Id = frame.Kind == CanFrameKind.Error ? id & ~ErrorBit : id;
        var maximum = frame.IsExtended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId;
        return frame.Id <= maximum ? null : $"the id has more than {(frame.IsExtended ? 29 : 11)} bits";
    }

    private static string? ParseData(ReadOnlySpan<byte> text, CanFrame frame)
    {
        var maximum = 8;
        if (text is [(byte)'R', ..])
        {
            frame.Kind = CanFrameKind.Remote;
            frame.SetData([]);
            var isWhole = text.Length == 1 || (text.Length == 2 && char.IsAsciiHexDigit((char)text[1]));
            return isWhole ? null : "a remote request is R with at most one digit";
        }
        if (text is [(byte)'#', ..])
        {
            if (text.Length < 2 || !char.IsAsciiHexDigit((char)text[1]))
                return "## needs one hexadecimal digit of flags";
            text = text[2..];
            maximum = CanFrame.MaximumDataBytes;
        }
        // Classic CAN allows length codes 9 to 15 for 8 bytes; candump notes them behind the data.
        if (maximum == 8 && text is [.., (byte)'_', _])
            text = text[..^2];
        return ParseBytes(text, maximum, frame);
    }

    private static string? ParseBytes(ReadOnlySpan<byte> text, int maximum, CanFrame frame)
    {
        Span<byte> bytes = stackalloc byte[CanFrame.MaximumDataBytes];
        var count = 0;
        while (!text.IsEmpty)
        {
            if (count == maximum)
                return $"more than {maximum} bytes of data";
            if (text.Length < 2 || !Utf8Parser.TryParse(text[..2], out byte value, out var used, 'x') || used != 2)
                return "the data are not pairs of hexadecimal digits";
            bytes[count++] = value;
            text = text.Length > 2 && text[2] == '.' ? text[3..] : text[2..];
        }
        frame.SetData(bytes[..count]);
        return null;
    }

    /// <summary>The next word, between blanks; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
    {
        line = line.TrimStart((byte)' ');
        var blank = line.IndexOf((byte)' ');
        rest = blank < 0 ? default : line[blank..];
        return blank < 0 ? line : line[..blank];
    }
}
