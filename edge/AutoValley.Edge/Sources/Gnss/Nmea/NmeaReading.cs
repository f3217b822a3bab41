namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>
/// What a sentence says, read before any of it counts: applied to an epoch only when all its fields are right.
/// The fields are those of NMEA 0183 4.11.
/// </summary>
internal static class NmeaReading
{
    private const double KilometresPerHourOfAKnot = 1.852;

    /// <summary>Whether sentences of this kind carry the time, be it empty.</summary>
    public static bool HasTime(NmeaKind kind) => kind is NmeaKind.Gga or NmeaKind.Rmc or NmeaKind.Zda or NmeaKind.Gst or NmeaKind.Gll;

    /// <summary>The time of day a sentence carries; null for kinds without one and when it is empty. False when it is none.</summary>
    public static bool TryTime(in NmeaSentence sentence, out long? time)
    {
        var fields = new NmeaFields(sentence.Fields);
        time = null;
        if (sentence.Kind == NmeaKind.Gll)
            fields.Skip(4);
        if (HasTime(sentence.Kind))
            time = fields.TimeOfDay();
        return !fields.Failed;
    }

    /// <summary>Adds what the sentence says to its epoch; false, and nothing added, when a field is wrong.</summary>
    public static bool TryApply(in NmeaSentence sentence, NmeaEpoch epoch) => sentence.Kind switch
    {
        NmeaKind.Gga => Gga(new(sentence.Fields), epoch),
        NmeaKind.Rmc => Rmc(new(sentence.Fields), epoch),
        NmeaKind.Gsa => Gsa(new(sentence.Fields), epoch),
        NmeaKind.Gsv => Gsv(new(sentence.Fields), sentence.Constellation, epoch),
        NmeaKind.Vtg => Vtg(new(sentence.Fields), epoch),
        NmeaKind.Zda => Zda(new(sentence.Fields), epoch),
        NmeaKind.Gst => Gst(new(sentence.Fields), epoch),
        NmeaKind.Gll => Gll(new(sentence.Fields), epoch),
        _ => true,
    };

    private static bool Gga(NmeaFields fields, NmeaEpoch epoch)
    {
        fields.Skip(1);
        var (latitude, longitude) = (fields.Angle('N', 'S', 90), fields.Angle('E', 'W', 180));
        var quality = fields.Whole(0, 99);
        var (satellites, hdop) = (fields.Whole(0, 999), fields.Number(0));
        var altitude = Metres(ref fields);
        var separation = Metres(ref fields);
        var (age, station) = (fields.Number(0), fields.Whole(0, 9999));
        if (fields.Failed)
            return false;
        var known = quality is { } number ? (FixQuality)Math.Min(number, (int)FixQuality.Other) : (FixQuality?)null;
        epoch.Locate(latitude, longitude, known, isGga: true);
        (epoch.SatellitesUsed, epoch.Hdop) = (satellites, hdop ?? epoch.Hdop);
        if (known is null or FixQuality.None)
            return true;
        (epoch.Altitude, epoch.GeoidSeparation) = (altitude, separation);
        if (known is FixQuality.Differential or FixQuality.RtkFixed or FixQuality.RtkFloat)
            (epoch.CorrectionAge, epoch.CorrectionStation) = (age, station);
        return true;
    }

    private static bool Rmc(NmeaFields fields, NmeaEpoch epoch)
    {
        fields.Skip(1);
        var isValid = fields.Letter() == 'A';
        var (latitude, longitude) = (fields.Angle('N', 'S', 90), fields.Angle('E', 'W', 180));
        var (knots, course, day) = (fields.Number(0), fields.Number(0, 360), fields.Date());
        fields.Number(); // magnetic variation
        fields.Letter();
        var quality = Mode(fields.Letter());
        if (fields.Failed)
            return false;
        epoch.Day = day ?? epoch.Day;
        if (!isValid)
        {
            epoch.Locate(null, null, FixQuality.None, isGga: false);
            return true;
        }
        epoch.Locate(latitude, longitude, quality ?? FixQuality.Autonomous, isGga: false);
        (epoch.Speed, epoch.Course) = (knots * KilometresPerHourOfAKnot ?? epoch.Speed, course ?? epoch.Course);
        return true;
    }

    private static bool Gll(NmeaFields fields, NmeaEpoch epoch)
    {
        var (latitude, longitude) = (fields.Angle('N', 'S', 90), fields.Angle('E', 'W', 180));
        fields.Skip(1);
        var isValid = fields.Letter() == 'A';
        var quality = Mode(fields.Letter());
        if (fields.Failed)
            return false;
        if (isValid && quality != FixQuality.None)
            epoch.Locate(latitude, longitude, epoch.Quality ?? quality ?? FixQuality.Autonomous, isGga: false);
        return true;
    }

    private static bool Gsa(NmeaFields fields, NmeaEpoch epoch)
    {
        fields.Skip(1);
        var dimensions = fields.Whole(1, 3);
        fields.Skip(12);
        var (pdop, hdop, vdop) = (fields.Number(0), fields.Number(0), fields.Number(0));
        if (fields.Failed)
            return false;
        // One a constellation, each with the whole solution's numbers.
        epoch.Dimensions = Math.Max(dimensions ?? 0, epoch.Dimensions ?? 0) is > 0 and var most ? most : null;
        (epoch.Pdop, epoch.Hdop, epoch.Vdop) = (pdop ?? epoch.Pdop, epoch.Hdop ?? hdop, vdop ?? epoch.Vdop);
        return true;
    }

    private static bool Gsv(NmeaFields fields, int constellation, NmeaEpoch epoch)
    {
        var (of, part, satellites) = (fields.Whole(1, 99), fields.Whole(1, 99), fields.Whole(0, 999));
        if (fields.Failed || part > of)
            return false;
        if (satellites is { } count)
            epoch.See(constellation, count);
        return true;
    }

    private static bool Vtg(NmeaFields fields, NmeaEpoch epoch)
    {
        var course = fields.Number(0, 360);
        fields.Skip(3);
        var knots = fields.Number(0);
        fields.Skip(1);
        var speed = fields.Number(0) ?? knots * KilometresPerHourOfAKnot;
        fields.Skip(1);
        var quality = Mode(fields.Letter());
        if (fields.Failed)
            return false;
        if (quality != FixQuality.None)
            (epoch.Speed, epoch.Course) = (epoch.Speed ?? speed, epoch.Course ?? course);
        return true;
    }

    private static bool Zda(NmeaFields fields, NmeaEpoch epoch)
    {
        fields.Skip(1);
        var (day, month, year) = (fields.Whole(1, 31), fields.Whole(1, 12), fields.Whole(1980, 2262));
        var date = day is { } d && month is { } m && year is { } y ? fields.Day(y, m, d) : null;
        if (fields.Failed)
            return false;
        // As with RMC: a date before 2000 is that of a receiver that does not know it yet.
        epoch.Day = year >= 2000 ? date : epoch.Day;
        return true;
    }

    private static bool Gst(NmeaFields fields, NmeaEpoch epoch)
    {
        fields.Skip(5);
        var (latitude, longitude, altitude) = (fields.Number(0), fields.Number(0), fields.Number(0));
        if (fields.Failed)
            return false;
        epoch.HorizontalAccuracy = latitude is { } north && longitude is { } east ? double.Hypot(north, east) : null;
        epoch.VerticalAccuracy = altitude;
        return true;
    }

    private static double? Metres(ref NmeaFields fields)
    {
        var number = fields.Number();
        var unit = fields.Letter();
        return unit is (byte)'M' or 0 ? number : null;
    }

    /// <summary>The mode letter of RMC, GLL and VTG; null when the receiver is older than it.</summary>
    private static FixQuality? Mode(byte letter) => letter switch
    {
        0 => null,
        (byte)'A' => FixQuality.Autonomous,
        (byte)'D' => FixQuality.Differential,
        (byte)'P' => FixQuality.Precise,
        (byte)'R' => FixQuality.RtkFixed,
        (byte)'F' => FixQuality.RtkFloat,
        (byte)'E' => FixQuality.Estimated,
        (byte)'M' => FixQuality.Manual,
        (byte)'S' => FixQuality.Simulated,
        (byte)'N' => FixQuality.None,
        _ => FixQuality.Other,
    };
}
