using System.Buffers.Text;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can.Asc;

/// <summary>
/// Reads what follows the time of a frame's line:
/// <code>
/// 1  260             Rx   d 8 08 FF FB 00 00 00 18 84      an id with x behind it has 29 bits
/// 1  260             Rx   r 8                              a remote request
/// 1  ErrorFrame
/// CANFD 1 Rx 260 [name] 1 0 d 32 00 ...                    bit rate switch, error state, length code, bytes, data
/// </code>
/// </summary>
internal static class AscFrame
{
    private const int ClassicBytes = 8;

    public static AscLine TryParse(AscWords words, bool isHex, CanFrame frame)
    {
        var first = words.Next();
        if (first.SequenceEqual("CANFD"u8))
            return TryParseFd(words, isHex, frame);
        if (!TryNumber(first, hex: false, out var channel))
            return AscLine.Other;
        var id = words.Next();
        if (id.StartsWith("ErrorFrame"u8))
        {
            (frame.Id, frame.IsExtended, frame.Kind) = (0, false, CanFrameKind.Error);
            frame.SetData([]);
            return TrySetBus(channel, frame) ? AscLine.Frame : AscLine.Broken;
        }
        // "1  Statistic: …" and the like.
        if (!TryParseId(id, isHex, frame))
            return AscLine.Other;
        if (words.Next() is not ([(byte)'R', (byte)'x'] or [(byte)'T', (byte)'x']))
            return AscLine.Other;
        var kind = words.Next();
        if (kind is not ([(byte)'d'] or [(byte)'r']) || !TrySetBus(channel, frame))
            return AscLine.Broken;
        if (kind[0] == 'r')
        {
            frame.Kind = CanFrameKind.Remote;
            frame.SetData([]);
            return AscLine.Frame;
        }
        frame.Kind = CanFrameKind.Data;
        // The length code may be up to 15, which means 8 bytes.
        return TryNumber(words.Next(), isHex, out var length) && length <= 15 && TryReadData(words, Math.Min((int)length, ClassicBytes), isHex, frame)
            ? AscLine.Frame
            : AscLine.Broken;
    }

    private static AscLine TryParseFd(AscWords words, bool isHex, CanFrame frame)
    {
        if (!TryNumber(words.Next(), hex: false, out var channel) || !TrySetBus(channel, frame))
            return AscLine.Broken;
        words.Next();
        if (words.Next() is var id && !TryParseId(id, isHex, frame))
            return id.StartsWith("ErrorFrame"u8) ? Error(frame) : AscLine.Broken;
        // A symbolic name may stand before the switch.
        var word = words.Next();
        if (word is not [(byte)'0' or (byte)'1'])
            word = words.Next();
        if (word is not [(byte)'0' or (byte)'1'] || words.Next() is not [(byte)'0' or (byte)'1'])
            return AscLine.Broken;
        words.Next();
        frame.Kind = CanFrameKind.Data;
        return TryNumber(words.Next(), hex: false, out var bytes) && bytes <= CanFrame.MaximumDataBytes && TryReadData(words, (int)bytes, isHex, frame)
            ? AscLine.Frame
            : AscLine.Broken;
    }

    private static AscLine Error(CanFrame frame)
    {
        (frame.Id, frame.IsExtended, frame.Kind) = (0, false, CanFrameKind.Error);
        frame.SetData([]);
        return AscLine.Frame;
    }

    private static bool TrySetBus(uint channel, CanFrame frame)
    {
        if (BusNumbers.NameOf(channel - 1L) is not { } bus)
            return false;
        frame.Bus = bus;
        return true;
    }

    private static bool TryParseId(ReadOnlySpan<byte> word, bool isHex, CanFrame frame)
    {
        frame.IsExtended = word is [.., (byte)'x'];
        if (frame.IsExtended)
            word = word[..^1];
        if (!TryNumber(word, isHex, out var id) || id > (frame.IsExtended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId))
            return false;
        frame.Id = id;
        return true;
    }

    private static bool TryReadData(AscWords words, int count, bool isHex, CanFrame frame)
    {
        Span<byte> data = stackalloc byte[CanFrame.MaximumDataBytes];
        for (var index = 0; index < count; index++)
        {
            if (!TryNumber(words.Next(), isHex, out var value) || value > byte.MaxValue)
                return false;
            data[index] = (byte)value;
        }
        frame.SetData(data[..count]);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> word, bool hex, out uint number) =>
        Utf8Parser.TryParse(word, out number, out var used, hex ? 'x' : 'D') && used == word.Length;
}
