namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>A reader of bytes that may be hostile. Used by one thread at a time.</summary>
internal interface IFuzzTarget
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>Sound inputs, of which the others are made.</summary>
    byte[][] Corpus { get; }

    /// <summary>Bytes it may allocate for an input of this length, its errors included.</summary>
    long AllocationLimit(int length);

    /// <summary>Reads an input: true when it is accepted, false when it is refused as it should be. Whatever it throws is a failure.</summary>
    bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random);
}
