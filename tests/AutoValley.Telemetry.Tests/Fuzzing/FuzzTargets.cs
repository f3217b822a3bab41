namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>The readers of bytes from outside.</summary>
internal static class FuzzTargets
{
    /// <summary>New ones, for one thread. Columns twice as often as the others.</summary>
    public static IReadOnlyList<IFuzzTarget> Create()
    {
        var columns = FuzzCorpus.Columns();
        return
        [
            new ColumnTarget(columns), new KernelTarget(columns), new ColumnTarget(columns), new KernelTarget(columns), new BatchTarget(), new CatalogTarget(),
            new WatermarkTarget(), new LineProtocolTarget(),
        ];
    }
}
