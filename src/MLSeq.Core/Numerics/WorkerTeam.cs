using System.Runtime.ExceptionServices;

namespace MLSeq.Numerics;

/// <summary>
/// A fixed set of threads that do each piece of work together, the caller being one of them. Work number k always runs
/// as worker k, which makes results depend on the number of threads only.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Barrier _start;
    private readonly Barrier _end;
    private readonly Thread[] _threads;
    private readonly Exception?[] _errors;
    private Action<int>? _work;

    public WorkerTeam(int size)
    {
        Size = size;
        _start = new Barrier(size);
        _end = new Barrier(size);
        _errors = new Exception?[size];
        _threads = new Thread[size - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"MLSeq worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>The number of workers.</summary>
    public int Size { get; }

    /// <summary>Calls <paramref name="work"/> once for each worker, side by side, and returns when all are done.</summary>
    public void Run(Action<int> work)
    {
        if (Size == 1)
        {
            work(0);
            return;
        }

        _work = work;
        _start.SignalAndWait();
        Do(0);
        _end.SignalAndWait();
        foreach (var error in _errors)
        {
            if (error is not null)
            {
                Array.Clear(_errors);
                ExceptionDispatchInfo.Throw(error);
            }
        }
    }

    public void Dispose()
    {
        if (Size > 1)
        {
            _work = null;
            _start.SignalAndWait();
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _end.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _start.SignalAndWait();
            if (_work is null)
            {
                return;
            }

            Do(worker);
            _end.SignalAndWait();
        }
    }

    private void Do(int worker)
    {
#pragma warning disable CA1031 // Whatever goes wrong on a worker is thrown again by Run.
        try
        {
            _work!(worker);
        }
        catch (Exception e)
        {
            _errors[worker] = e;
        }
#pragma warning restore CA1031
    }
}
