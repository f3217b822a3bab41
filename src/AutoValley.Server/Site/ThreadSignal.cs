namespace AutoValley.Server.Site;

/// <summary>Wakes a thread that waits for something to do. Who is woken while not waiting does not wait the next time. Never disposed, so that it may be set by whoever outlives the thread.</summary>
internal sealed class ThreadSignal
{
    private readonly object gate = new();
    private bool isSet;

    /// <summary>There is something to do. Never waits.</summary>
    public void Set()
    {
        lock (gate)
        {
            isSet = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Waits until there is.</summary>
    public void WaitOne()
    {
        lock (gate)
        {
            while (!isSet)
                Monitor.Wait(gate);
            isSet = false;
        }
    }
}
