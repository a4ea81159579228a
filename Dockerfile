# Two stages, so that the image people run holds no installer's leavings.
FROM python:3.13-slim AS packages
COPY requirements.txt /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home csp \
    && install --directory --owner=csp --group=csp /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Static files are the same for everybody, so they are collected here; the values are stand-ins nothing else sees.
RUN SECRET_KEY=collecting-static-files-signs-nothing DATABASE_URL=sqlite://:memory: \
    ALLOWED_HOSTS=localhost DATA_DIR=/data \
    python manage.py collectstatic --noinput
USER csp
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 8000
# The host asked for is one the site answers to; the address is this container's own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
# Threads, because a request mostly waits for the database; workers' heartbeat files in memory, off the disk.
CMD ["gunicorn", "csp_dashboard.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", "--access-logfile=-"]
