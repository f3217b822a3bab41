using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>Reads a sentence's fields one after the other. An empty field is null; a field that is not what was asked for sets <see cref="Failed"/>.</summary>
internal ref struct NmeaFields(ReadOnlySpan<byte> fields)
{
    private ReadOnlySpan<byte> rest = fields;

    /// <summary>A field was not what its type says, so nothing of the sentence may be used.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next field as it is; empty behind the last one.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var comma = rest.IndexOf((byte)',');
        var field = comma < 0 ? rest : rest[..comma];
        rest = comma < 0 ? default : rest[(comma + 1)..];
        return field.Trim((byte)' ');
    }

    public void Skip(int count)
    {
        for (; count > 0; count--)
            Text();
    }

    /// <summary>A one-letter field; 0 when empty.</summary>
    public byte Letter()
    {
        var field = Text();
        Failed |= field.Length > 1;
        return field.Length == 1 ? field[0] : (byte)0;
    }

    public double? Number(double least = double.MinValue, double most = double.MaxValue)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var field = Text();
        if (field.IsEmpty)
            return null;
        if (double.TryParse(field, style, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Failed = true;
        return null;
    }

    public int? Whole(int least, int most)
    {
        var field = Text();
        if (field.IsEmpty)
            return null;
        if (int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Failed = true;
        return null;
    }

    /// <summary>Two fields, <c>ddmm.mmmm,N</c>, in degrees; south and west are negative.</summary>
    /// <param name="positive">N or E.</param>
    /// <param name="negative">S or W.</param>
    /// <param name="most">90 or 180.</param>
    public double? Angle(char positive, char negative, double most)
    {
        var field = Number(0, (most * 100) + 1);
        var side = Letter();
        if (field is not { } number || side == 0)
            return null;
        var degrees = Math.Floor(number / 100);
        var minutes = number - (degrees * 100);
        var angle = degrees + (minutes / 60);
        if (minutes < 60 && angle <= most && (side == positive || side == negative))
            return side == positive ? angle : -angle;
        Failed = true;
        return null;
    }

    /// <summary><c>hhmmss.sss</c> as nanoseconds of the day. Second 60 is the leap second at the day's end and nothing else.</summary>
    public long? TimeOfDay()
    {
        var field = Text();
        if (field.IsEmpty)
            return null;
        if (field.Length >= 6 && TryPair(field, out var hour) && TryPair(field[2..], out var minute) && TryPair(field[4..], out var second)
            && hour < 24 && minute < 60 && (second < 60 || second == 60 && (hour, minute) == (23, 59)) && TryFraction(field[6..], out var fraction))
            return ((((hour * 60L) + minute) * 60) + second) * UnixTime.NanosPerSecond + fraction;
        Failed = true;
        return null;
    }

    /// <summary><c>ddmmyy</c> as days since 1970. Null for a date before 2000 too: that of a receiver that does not know it yet.</summary>
    public int? Date()
    {
        var field = Text();
        if (field.IsEmpty)
            return null;
        if (field.Length == 6 && TryPair(field, out var day) && TryPair(field[2..], out var month) && TryPair(field[4..], out var year))
            return year >= 80 ? null : Day(2000 + year, month, day);
        Failed = true;
        return null;
    }

    /// <summary>Days since 1970; null and failed when there is no such day.</summary>
    public int? Day(int year, int month, int day)
    {
        if (month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
            return (new DateTime(year, month, day) - DateTime.UnixEpoch).Days;
        Failed = true;
        return null;
    }

    private static bool TryPair(ReadOnlySpan<byte> text, out int number)
    {
        number = ((text[0] - '0') * 10) + text[1] - '0';
        return char.IsAsciiDigit((char)text[0]) && char.IsAsciiDigit((char)text[1]);
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != '.')
            return false;
        var unit = UnixTime.NanosPerSecond;
        foreach (var digit in text[1..])
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            unit /= 10;
            nanos += (digit - '0') * unit;
        }
        return true;
    }
}
