namespace AutoValley.Edge.Clock.Live;

/// <summary>Somebody on this computer who knows how well its clock is kept.</summary>
internal interface IClockWitness
{
    /// <summary>Who, and where.</summary>
    string Name { get; }

    /// <summary>Asks; answers within a second or two, whatever happens.</summary>
    ValueTask<ClockAnswer> AskAsync(CancellationToken cancellation);
}
