using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>What a vehicle covers at a fix: its rectangle, or, its heading unknown, the disc in which the rectangle must lie.</summary>
internal readonly struct Footprint
{
    /// <summary>At most so many probes.</summary>
    public const int MaximumProbes = 64;

    // Metres along the vehicle from probe to probe.
    private const double ProbeStep = 2;

    private readonly LocalPosition reference;
    private readonly double referenceDepth;
    private readonly double east;
    private readonly double north;
    private readonly double halfLength;
    private readonly double halfWidth;

    public Footprint(in VehicleFix fix, VehicleShape shape)
    {
        reference = fix.Place;
        referenceDepth = Math.Min(shape.Width / 2, Math.Min(shape.Ahead, shape.Length - shape.Ahead));
        if (!double.IsFinite(fix.Heading))
        {
            (Centre, Radius, IsDisc) = (fix.Place, shape.Reach, true);
            return;
        }
        (east, north) = Math.SinCos(double.DegreesToRadians(fix.Heading));
        (halfLength, halfWidth) = (shape.Length / 2, shape.Width / 2);
        Centre = Along(fix.Place, shape.Ahead - halfLength, 0);
        Radius = double.Hypot(halfLength, halfWidth);
    }

    public LocalPosition Centre { get; }

    /// <summary>Metres from the centre to its farthest place.</summary>
    public double Radius { get; }

    public bool IsDisc { get; }

    /// <summary>Metres from its nearest place to a straight line; 0 when it touches it.</summary>
    public double DistanceTo(LocalPosition from, LocalPosition to)
    {
        if (IsDisc)
            return Math.Max(0, Centre.DistanceTo(from, to) - Radius);
        var (a, b) = (Turned(from), Turned(to));
        if (IsCutBy(a, b))
            return 0;
        var distance = Math.Min(DistanceTo(a), DistanceTo(b));
        Span<LocalPosition> corners =
            [new(halfLength, halfWidth), new(halfLength, -halfWidth), new(-halfLength, halfWidth), new(-halfLength, -halfWidth)];
        foreach (var corner in corners)
            distance = Math.Min(distance, corner.DistanceTo(a, b));
        return distance;
    }

    /// <summary>Places that are surely the vehicle's, the reference point first.</summary>
    /// <param name="probes">Takes them; <see cref="MaximumProbes"/> long.</param>
    /// <returns>How many.</returns>
    public int Probe(Span<FootprintProbe> probes)
    {
        probes[0] = new FootprintProbe(reference, referenceDepth);
        if (IsDisc)
            return 1;
        var (count, steps) = (1, (int)Math.Ceiling(2 * halfLength / ProbeStep));
        for (var step = 0; step <= steps; step++)
        {
            var ahead = halfLength * ((2.0 * step / steps) - 1);
            probes[count++] = new FootprintProbe(Along(Centre, ahead, 0), Math.Min(halfWidth, halfLength - Math.Abs(ahead)));
            probes[count++] = new FootprintProbe(Along(Centre, ahead, halfWidth), 0);
            probes[count++] = new FootprintProbe(Along(Centre, ahead, -halfWidth), 0);
        }
        return count;
    }

    private LocalPosition Along(LocalPosition from, double ahead, double right) =>
        new(from.East + (ahead * east) + (right * north), from.North + (ahead * north) - (right * east));

    // Into the vehicle's own plane: ahead and to the left of its centre.
    private LocalPosition Turned(LocalPosition place)
    {
        var (dx, dy) = (place.East - Centre.East, place.North - Centre.North);
        return new((dx * east) + (dy * north), (dy * east) - (dx * north));
    }

    private double DistanceTo(LocalPosition turned) =>
        double.Hypot(Math.Max(0, Math.Abs(turned.East) - halfLength), Math.Max(0, Math.Abs(turned.North) - halfWidth));

    // Separating axes: the rectangle's two, and the one across the line.
    private bool IsCutBy(LocalPosition a, LocalPosition b)
    {
        var (along, across) = (b.East - a.East, b.North - a.North);
        return Math.Min(a.East, b.East) <= halfLength && Math.Max(a.East, b.East) >= -halfLength
            && Math.Min(a.North, b.North) <= halfWidth && Math.Max(a.North, b.North) >= -halfWidth
            && Math.Abs((along * a.North) - (across * a.East)) <= (halfLength * Math.Abs(across)) + (halfWidth * Math.Abs(along));
    }
}
