namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// A route as a loop of stations about a metre apart, with direction, curvature, slope and speed limit each.
/// An open route becomes the loop there and back.
/// </summary>
internal sealed class RouteGeometry
{
    private const int MaximumPositions = 200_000;
    private const double MinimumLength = 50;
    private const double MaximumLength = 500_000;

    // WGS84; straight lines in latitude and longitude stay straight.
    private const double EquatorialRadius = 6_378_137;
    private const double SquaredEccentricity = 0.0066943799901413165;

    // Directions are taken over so many stations, which evens out the corners of the polyline.
    private const int Reach = 3;

    private readonly RouteStation[] stations;
    private readonly double originLatitude;
    private readonly double originLongitude;
    private readonly double metresPerLatitude;
    private readonly double metresPerLongitude;

    /// <exception cref="SourceException">The route is beyond the limits of <see cref="SimulationRoute"/>.</exception>
    public RouteGeometry(SimulationRoute route)
    {
        if (route.Path.Count is < 2 or > MaximumPositions)
            throw new SourceException($"route {route.Name}: {route.Path.Count} positions instead of 2 to {MaximumPositions}");
        if (route.Path.Index().FirstOrDefault(item => !IsUsable(item.Item), (-1, default)) is { Index: >= 0 } bad)
            throw new SourceException($"route {route.Name}: position {bad.Index}, {bad.Item}, is unusable");
        (originLatitude, originLongitude) = (route.Path[0].Latitude, route.Path[0].Longitude);
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(originLatitude));
        var w = Math.Sqrt(1 - (SquaredEccentricity * sine * sine));
        metresPerLatitude = double.DegreesToRadians(EquatorialRadius * (1 - SquaredEccentricity) / (w * w * w));
        metresPerLongitude = double.DegreesToRadians(EquatorialRadius / w * cosine);

        var line = route.Path.Select(Project).ToList();
        if (route.IsClosed)
            line.Add(line[0]);
        var length = line.Zip(line.Skip(1), Distance).Sum();
        if (length is not (>= MinimumLength and <= MaximumLength))
            throw new SourceException($"route {route.Name}: {length:F0} m long instead of {MinimumLength} to {MaximumLength}");
        var leg = Resample(line, length, (int)length);
        SetDirections(leg, route.IsClosed);
        stations = route.IsClosed ? leg[..^1] : [.. leg[..^1], .. leg.Reverse().SkipLast(1).Select(station => station.Turned())];
        Step = length / (int)length;
        FarEnd = route.IsClosed ? null : leg.Length - 1;
    }

    /// <summary>How many stations the loop has.</summary>
    public int Count => stations.Length;

    /// <summary>Metres from one station to the next.</summary>
    public double Step { get; }

    /// <summary>Metres round the loop.</summary>
    public double Length => Count * Step;

    /// <summary>The station where an open route turns back; null when it is closed. The other end is station 0.</summary>
    public int? FarEnd { get; }

    /// <summary>Station <paramref name="index"/>, counted round and round.</summary>
    public ref readonly RouteStation this[long index] => ref stations[(int)(index % Count)];

    /// <summary>What lies <paramref name="travelled"/> metres from station 0, round and round.</summary>
    public RouteStation At(double travelled)
    {
        var at = travelled / Step;
        var index = (long)at;
        return RouteStation.Between(this[index], this[index + 1], at - index);
    }

    /// <summary>Back to WGS84.</summary>
    public (double Latitude, double Longitude) Unproject(double east, double north) =>
        (originLatitude + (north / metresPerLatitude), originLongitude + (east / metresPerLongitude));

    private static bool IsUsable(RoutePosition position) =>
        Math.Abs(position.Latitude) < 89 && Math.Abs(position.Longitude) <= 180
        && double.IsFinite(position.Altitude) && position.SpeedLimit > 0;

    private RouteStation Project(RoutePosition position) => new()
    {
        East = (position.Longitude - originLongitude) * metresPerLongitude,
        North = (position.Latitude - originLatitude) * metresPerLatitude,
        Altitude = position.Altitude,
        SpeedLimit = position.SpeedLimit / 3.6,
    };

    private static double Distance(RouteStation a, RouteStation b) => Math.Sqrt(Square(a.East - b.East) + Square(a.North - b.North));

    private static double Square(double value) => value * value;

    private static RouteStation[] Resample(List<RouteStation> line, double length, int count)
    {
        var stations = new RouteStation[count + 1];
        var (segment, start, end) = (0, 0.0, Distance(line[0], line[1]));
        for (var i = 0; i <= count; i++)
        {
            var at = length * i / count;
            while (at > end && segment + 2 < line.Count)
            {
                segment++;
                (start, end) = (end, end + Distance(line[segment], line[segment + 1]));
            }
            var share = end > start ? Math.Min(1, (at - start) / (end - start)) : 0;
            stations[i] = RouteStation.Between(line[segment], line[segment + 1], share) with { SpeedLimit = line[segment].SpeedLimit };
        }
        return stations;
    }

    // A closed leg repeats its first station at its end.
    private static void SetDirections(RouteStation[] leg, bool closed)
    {
        var last = leg.Length - 1;
        int Near(int index) => closed ? (index + last) % last : Math.Clamp(index, 0, last);
        for (var i = 0; i <= last; i++)
        {
            var (behind, ahead) = (leg[Near(i - Reach)], leg[Near(i + Reach)]);
            var chord = Distance(behind, ahead);
            if (chord == 0)
                (ahead, chord) = (behind with { East = behind.East + 1 }, 1);
            leg[i].DirectionEast = (ahead.East - behind.East) / chord;
            leg[i].DirectionNorth = (ahead.North - behind.North) / chord;
            leg[i].Slope = (ahead.Altitude - behind.Altitude) / chord;
        }
        for (var i = 0; i <= last; i++)
        {
            var (behind, ahead) = (leg[Near(i - Reach)], leg[Near(i + Reach)]);
            var cross = (behind.DirectionEast * ahead.DirectionNorth) - (behind.DirectionNorth * ahead.DirectionEast);
            var dot = (behind.DirectionEast * ahead.DirectionEast) + (behind.DirectionNorth * ahead.DirectionNorth);
            leg[i].Curvature = Math.Atan2(cross, dot) / Math.Max(1, Distance(behind, ahead));
        }
    }
}
