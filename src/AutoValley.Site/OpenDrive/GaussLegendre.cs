namespace AutoValley.Site.OpenDrive;

/// <summary>Integrals by Gauss and Legendre's rule of eight places: exact for polynomials to the 15th degree.</summary>
internal static class GaussLegendre
{
    // Abramowitz and Stegun, table 25.4.
    private static readonly double[] Places = [0.183434642495650, 0.525532409916329, 0.796666477413627, 0.960289856497536];
    private static readonly double[] Weights = [0.362683783378362, 0.313706645877887, 0.222381034453374, 0.101228536290376];

    public static double Integrate(Func<double, double> function, double from, double to)
    {
        var (middle, half, sum) = ((from + to) / 2, (to - from) / 2, 0.0);
        for (var i = 0; i < Places.Length; i++)
            sum += Weights[i] * (function(middle - (half * Places[i])) + function(middle + (half * Places[i])));
        return sum * half;
    }
}
