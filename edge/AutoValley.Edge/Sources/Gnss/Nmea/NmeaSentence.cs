using System.Globalization;

namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>A sentence whose checksum is right: <c>$ttkkk,field,…*hh</c> with talker tt, kind kkk (NMEA 0183 5.3).</summary>
internal readonly ref struct NmeaSentence
{
    /// <summary>How many constellations are told apart; the last is all of them together (talker GN).</summary>
    public const int Constellations = 7;

    private NmeaSentence(NmeaKind kind, int constellation, ReadOnlySpan<byte> fields)
    {
        Kind = kind;
        Constellation = constellation;
        Fields = fields;
    }

    /// <summary>What it tells.</summary>
    public NmeaKind Kind { get; }

    /// <summary>Whose satellites, from 0.</summary>
    public int Constellation { get; }

    /// <summary>What lies between address and checksum, without the first comma.</summary>
    public ReadOnlySpan<byte> Fields { get; }

    /// <summary>Checks and takes apart a line that begins with <c>$</c>.</summary>
    public static NmeaFault TryParse(ReadOnlySpan<byte> line, out NmeaSentence sentence)
    {
        sentence = default;
        var star = line.LastIndexOf((byte)'*');
        var told = star < 0 ? default : line[(star + 1)..].TrimEnd((byte)' ');
        if (told.Length < 2)
            return NmeaFault.NoChecksum;
        if (told.Length > 2 || !byte.TryParse(told, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum))
            return NmeaFault.BadChecksum;
        var body = line[1..star];
        foreach (var letter in body)
            checksum ^= letter;
        if (checksum != 0)
            return NmeaFault.BadChecksum;
        var comma = body.IndexOf((byte)',');
        var address = comma < 0 ? body : body[..comma];
        var constellation = address.Length == 5 ? ConstellationOf(address[..2]) : -1;
        var kind = constellation < 0 ? NmeaKind.Other : KindOf(address[2..]);
        sentence = new NmeaSentence(kind, constellation, comma < 0 ? default : body[(comma + 1)..]);
        return NmeaFault.None;
    }

    private static int ConstellationOf(ReadOnlySpan<byte> talker) => talker switch
    {
        [(byte)'G', (byte)'P'] => 0,
        [(byte)'G', (byte)'L'] => 1,
        [(byte)'G', (byte)'A'] => 2,
        [(byte)'G', (byte)'B'] or [(byte)'B', (byte)'D'] => 3,
        [(byte)'G', (byte)'Q'] or [(byte)'Q', (byte)'Z'] => 4,
        [(byte)'G', (byte)'I'] => 5,
        [(byte)'G', (byte)'N'] => 6,
        _ => -1,
    };

    private static NmeaKind KindOf(ReadOnlySpan<byte> code) => code switch
    {
        [(byte)'G', (byte)'G', (byte)'A'] => NmeaKind.Gga,
        [(byte)'R', (byte)'M', (byte)'C'] => NmeaKind.Rmc,
        [(byte)'G', (byte)'S', (byte)'A'] => NmeaKind.Gsa,
        [(byte)'G', (byte)'S', (byte)'V'] => NmeaKind.Gsv,
        [(byte)'V', (byte)'T', (byte)'G'] => NmeaKind.Vtg,
        [(byte)'Z', (byte)'D', (byte)'A'] => NmeaKind.Zda,
        [(byte)'G', (byte)'S', (byte)'T'] => NmeaKind.Gst,
        [(byte)'G', (byte)'L', (byte)'L'] => NmeaKind.Gll,
        _ => NmeaKind.Other,
    };
}
