namespace AutoValley.Edge.Clock;

/// <summary>Learns when a receiver's own time came, and so how the vehicle's clock stands to it.</summary>
internal interface IReceiverTimeObserver
{
    /// <summary>A receiver told its time.</summary>
    /// <param name="signal">The signal that holds it.</param>
    /// <param name="time">When it came, Unix nanoseconds by the vehicle's clock.</param>
    /// <param name="receiver">The time that it told, Unix nanoseconds.</param>
    void Observe(string signal, long time, long receiver);
}
