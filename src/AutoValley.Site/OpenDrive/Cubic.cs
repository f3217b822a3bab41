namespace AutoValley.Site.OpenDrive;

/// <summary>a + b·x + c·x² + d·x³.</summary>
internal readonly record struct Cubic(double A, double B, double C, double D)
{
    public double At(double x) => A + (x * (B + (x * (C + (x * D)))));

    public double SlopeAt(double x) => B + (x * ((2 * C) + (3 * x * D)));
}
