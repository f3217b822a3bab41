namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Numbers that follow from a seed and the number of an input alone, on every machine (Steele, Lea, Flood: SplitMix64, 2014).</summary>
internal struct FuzzRandom(ulong seed, long input)
{
    private ulong state = seed ^ ((ulong)input * 0xD1B5_4A32_D192_ED03);

    public ulong Next()
    {
        var mixed = state += 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 up to before <paramref name="end"/>, which is 1 or more.</summary>
    public int Below(int end) => (int)(((Next() >> 32) * (ulong)end) >> 32);
}
