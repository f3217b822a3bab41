namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>What the sentences of one time say together. Null: nobody said it.</summary>
internal sealed class NmeaEpoch
{
    private readonly int[] inView = new int[NmeaSentence.Constellations];

    /// <summary>Nanoseconds of the day of UTC, by the receiver.</summary>
    public long? TimeOfDay { get; set; }

    /// <summary>Days since 1970, by the receiver.</summary>
    public int? Day { get; set; }

    /// <summary>When its first sentence came, Unix nanoseconds by this computer; 0 in a recording.</summary>
    public long Arrival { get; set; }

    /// <summary>Degrees, north positive.</summary>
    public double? Latitude { get; private set; }

    /// <summary>Degrees, east positive.</summary>
    public double? Longitude { get; private set; }

    /// <summary>Metres above mean sea level.</summary>
    public double? Altitude { get; set; }

    /// <summary>Metres from the WGS 84 ellipsoid up to mean sea level.</summary>
    public double? GeoidSeparation { get; set; }

    /// <summary>km/h over ground.</summary>
    public double? Speed { get; set; }

    /// <summary>Degrees clockwise from true north, over ground.</summary>
    public double? Course { get; set; }

    /// <summary>By GGA, else by the mode of RMC or GLL.</summary>
    public FixQuality? Quality { get; private set; }

    /// <summary>GSA: 1 none, 2 without height, 3 with.</summary>
    public int? Dimensions { get; set; }

    public double? Hdop { get; set; }

    public double? Pdop { get; set; }

    public double? Vdop { get; set; }

    /// <summary>Standard deviation of the horizontal position in metres: of both axes together.</summary>
    public double? HorizontalAccuracy { get; set; }

    /// <summary>Standard deviation of the height in metres.</summary>
    public double? VerticalAccuracy { get; set; }

    public int? SatellitesUsed { get; set; }

    /// <summary>Seconds since the corrections were made.</summary>
    public double? CorrectionAge { get; set; }

    /// <summary>The station, or satellite, that the corrections are of.</summary>
    public int? CorrectionStation { get; set; }

    /// <summary>Of all constellations that told theirs.</summary>
    public int? SatellitesInView { get; private set; }

    /// <summary>Whether there is a position.</summary>
    public bool HasFix => Latitude is not null;

    private bool HasGga { get; set; }

    /// <summary>GGA's word on position and quality goes before the others'.</summary>
    public void Locate(double? latitude, double? longitude, FixQuality? quality, bool isGga)
    {
        if (HasGga && !isGga)
            quality = Quality;
        Quality = quality ?? Quality;
        HasGga |= isGga;
        if (isGga && quality == FixQuality.None)
            (Latitude, Longitude) = (null, null);
        if (latitude is null || longitude is null || quality == FixQuality.None || HasFix && !isGga)
            return;
        (Latitude, Longitude) = (latitude, longitude);
    }

    /// <summary>A receiver of several signals tells its satellites once for each signal: the most counts.</summary>
    public void See(int constellation, int satellites)
    {
        inView[constellation] = Math.Max(inView[constellation], satellites);
        SatellitesInView = inView.Sum();
    }

    public void Clear()
    {
        Array.Clear(inView);
        (TimeOfDay, Day, Arrival, SatellitesInView) = (null, null, 0, null);
        (Latitude, Longitude, Altitude, GeoidSeparation, Speed, Course) = (null, null, null, null, null, null);
        (Quality, HasGga, Dimensions, Hdop, Pdop, Vdop) = (null, false, null, null, null, null);
        (HorizontalAccuracy, VerticalAccuracy) = (null, null);
        (SatellitesUsed, CorrectionAge, CorrectionStation) = (null, null, null);
    }
}
