namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>A share of what <c>fuzz</c> of the benchmarks does for hours.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 60_000;

    [Fact]
    public void Run_BrokenInputs_AreReadOrRefusedWithinTheirLimits()
    {
        using var fuzzer = new Fuzzer(20261123, FuzzTargets.Create());
        for (var input = 0; input < Inputs; input++)
            fuzzer.Run(input);
        // Both outcomes are met, or the test tests nothing.
        Assert.All(fuzzer.Tallies, tally => Assert.True(tally.Accepted > 500 && tally.Refused > 500, tally.ToString()));
    }

    [Theory]
    [InlineData("throws", "IndexOutOfRangeException")]
    [InlineData("allocates", "bytes allocated, at most 1,000")]
    public void Run_AReaderThatFails_IsToldWithInputAndReplay(string fault, string told)
    {
        using var fuzzer = new Fuzzer(3, [new FaultyTarget(fault)]);
        var failure = Assert.Throws<FuzzFailureException>(() =>
        {
            for (var input = 0; input < 1000; input++)
                fuzzer.Run(input);
        });
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.Matches("replay with: fuzz --seed 3 --input [0-9]+\n[0-9A-F]*$", failure.Message);
        // The same input fails again in another process, which has run nothing before it.
        using var second = new Fuzzer(3, [new FaultyTarget(fault)]);
        var number = long.Parse(failure.Message.Split("--input ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(failure.Message, Assert.Throws<FuzzFailureException>(() => second.Run(number)).Message);
    }

    [Fact]
    public void Next_ManyInputs_BreaksTheCorpusInManyWays()
    {
        var mutator = new Mutator();
        byte[][] corpus = [[.. Enumerable.Range(0, 40).Select(index => (byte)index)], [.. Enumerable.Repeat((byte)0xEE, 50)]];
        var seen = new HashSet<string>();
        var lengths = new HashSet<int>();
        for (var input = 0; input < 5000; input++)
        {
            var random = new FuzzRandom(1, input);
            var bytes = mutator.Next(corpus, ref random);
            seen.Add(Convert.ToHexString(bytes));
            lengths.Add(bytes.Length);
        }
        Assert.True(seen.Count > 4000, $"{seen.Count} of 5000 differ");
        Assert.True(lengths.Count > 60, $"{lengths.Count} lengths");
        Assert.Contains(seen, hexadecimal => hexadecimal.StartsWith("0001", StringComparison.Ordinal) && hexadecimal.EndsWith("EEEE", StringComparison.Ordinal));
    }

    /// <summary>Fails on some inputs, as a broken reader would.</summary>
    private sealed class FaultyTarget(string fault) : IFuzzTarget
    {
        public string Name => "faulty";

        public byte[][] Corpus { get; } = [new byte[20]];

        public long AllocationLimit(int length) => 1000;

        public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
        {
            if (input.Length > 2 && input.Span[2] == 0xFF)
                return fault == "throws" ? throw new IndexOutOfRangeException() : GC.AllocateUninitializedArray<byte>(5000).Length > 0;
            return true;
        }
    }
}
