using AutoValley.Storage.Tests.Journal;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>Numbers every operation on a store's files, of journal and databases alike, and says what happens to each.</summary>
internal sealed class FaultPlan(Func<int, string, Fault> decide)
{
    private readonly Lock gate = new();
    private readonly List<string> operations = [];
    private bool armed;
    private bool crashed;

    /// <summary>Whether the machine stopped; every operation after that fails.</summary>
    public bool HasCrashed
    {
        get
        {
            lock (gate)
                return crashed;
        }
    }

    /// <summary>What was done while armed.</summary>
    public IReadOnlyList<string> Operations
    {
        get
        {
            lock (gate)
                return [.. operations];
        }
    }

    /// <summary>Begins to number; until then everything works.</summary>
    public void Arm()
    {
        lock (gate)
            armed = true;
    }

    /// <summary>Everything works again.</summary>
    public void Disarm()
    {
        lock (gate)
            (armed, crashed) = (false, false);
    }

    /// <summary>What happens to the next operation.</summary>
    public Fault Next(string operation)
    {
        lock (gate)
        {
            if (crashed)
                return Fault.Crash;
            if (!armed)
                return Fault.None;
            operations.Add(operation);
            var fault = decide(operations.Count, operation);
            crashed = fault == Fault.Crash;
            return fault;
        }
    }
}
