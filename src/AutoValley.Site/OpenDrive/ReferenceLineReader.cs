using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>Reads a road's <c>planView</c>.</summary>
internal static class ReferenceLineReader
{
    private const double MaximumLength = 100_000;

    // 16 times round: a helix of a car park, and no loop of a million steps.
    private const double MaximumTurn = 100;

    public static ReferenceLine Read(XmlNode road)
    {
        var plan = road.Child("planView") ?? throw road.Fail("<road> has no <planView>");
        var (starts, pieces) = (new List<double>(), new List<PlanGeometry>());
        foreach (var node in plan.Children("geometry"))
        {
            var start = node.Number("s");
            if (starts.Count > 0 && start <= starts[^1])
                throw node.Fail($"<geometry> at s {node.Text("s")} does not begin after the one before it");
            var length = node.Number("length");
            if (!(length > 0 && length <= MaximumLength))
                throw node.Fail($"<geometry> of length {node.Text("length")}: not in 0 to {MaximumLength} m");
            starts.Add(start);
            pieces.Add(ReadPiece(node, length));
        }
        return pieces.Count > 0 ? new ReferenceLine(starts, pieces) : throw plan.Fail("<planView> has no <geometry>");
    }

    private static PlanGeometry ReadPiece(XmlNode node, double length)
    {
        var from = new Pose(new LocalPosition(node.Number("x"), node.Number("y")), node.Number("hdg"));
        var shape = node.Children().FirstOrDefault(child => child.Name != "userData") ?? throw node.Fail("<geometry> has no shape");
        return shape.Name switch
        {
            "line" => new Arc(from, length, 0),
            "arc" => new Arc(from, length, Curvature(shape, "curvature", length)),
            "spiral" => new Spiral(from, length, Curvature(shape, "curvStart", length), Curvature(shape, "curvEnd", length)),
            "poly3" => Checked(shape, PolynomialCurve.Poly3(from, length, CubicOf(shape, ""))),
            "paramPoly3" => Checked(shape, new PolynomialCurve(from, length, CubicOf(shape, "U"), CubicOf(shape, "V"), EndOf(shape, length))),
            _ => throw shape.Fail($"<{shape.Name}> is no shape of OpenDRIVE"),
        };
    }

    private static double Curvature(XmlNode shape, string attribute, double length)
    {
        var curvature = shape.Number(attribute);
        return Math.Abs(curvature) * length <= MaximumTurn
            ? curvature : throw shape.Fail($"\"{attribute}\" {shape.Text(attribute)} over {length} m turns more than {MaximumTurn} radians");
    }

    private static Cubic CubicOf(XmlNode shape, string suffix) =>
        new(shape.Number($"a{suffix}"), shape.Number($"b{suffix}"), shape.Number($"c{suffix}"), shape.Number($"d{suffix}"));

    // Before 1.4 there was no pRange, and tools took it for normalized.
    private static double EndOf(XmlNode shape, double length) => shape.Text("pRange") switch
    {
        "arcLength" => length,
        "normalized" or null => 1,
        var other => throw shape.Fail($"pRange \"{other}\" is neither arcLength nor normalized"),
    };

    private static PolynomialCurve Checked(XmlNode shape, PolynomialCurve curve) =>
        Math.Abs(curve.Total - curve.Length) <= Math.Max(1, 0.1 * curve.Length)
            ? curve : throw shape.Fail($"<{shape.Name}> is {curve.Total:F3} m long, its \"length\" says {curve.Length:F3}");
}
