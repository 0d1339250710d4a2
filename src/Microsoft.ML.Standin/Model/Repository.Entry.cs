namespace Microsoft.ML;

internal abstract partial class Repository
{
    /// <summary>A named stream of a repository.</summary>
    public sealed class Entry : IDisposable
    {
        private readonly Repository _repository;

        internal Entry(Repository rep, string path, Stream stream)
        {
            _repository = rep;
            Path = path;
            Stream = stream;
        }

        public string Path { get; }

        public Stream Stream { get; }

        public void Dispose()
        {
            if (Stream.CanRead || Stream.CanWrite)
            {
                _repository.OnDispose(this);
                Stream.Dispose();
            }
        }
    }
}
